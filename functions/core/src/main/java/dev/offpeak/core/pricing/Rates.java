package dev.offpeak.core.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What a token costs, in pico-dollars: $1 per million tokens is 1,000,000 of them.
public record Rates(long input, long cacheRead, long cacheWrite, long cacheWriteLong, long output) {
    /// From the way price pages state it: US dollars per million tokens.
    public static Rates perMillion(
            String input, String cacheRead, String cacheWrite, String cacheWriteLong, String output) {
        return new Rates(pico(input), pico(cacheRead), pico(cacheWrite), pico(cacheWriteLong), pico(output));
    }

    boolean isFree() {
        return (input | cacheRead | cacheWrite | cacheWriteLong | output) == 0;
    }

    public Rates times(String factor) {
        var by = new BigDecimal(factor);
        return new Rates(
                scale(input, by),
                scale(cacheRead, by),
                scale(cacheWrite, by),
                scale(cacheWriteLong, by),
                scale(output, by));
    }

    /// Rounded half up to a nano-dollar, once per call.
    public NanoDollars cost(Usage usage) {
        long pico = Math.addExact(
                Math.addExact(
                        Math.multiplyExact(input, usage.input()), Math.multiplyExact(cacheRead, usage.cacheRead())),
                Math.addExact(
                        Math.addExact(
                                Math.multiplyExact(cacheWrite, usage.cacheWrite()),
                                Math.multiplyExact(cacheWriteLong, usage.cacheWriteLong())),
                        Math.multiplyExact(output, usage.output())));
        return new NanoDollars(Math.addExact(pico, 500) / 1000);
    }

    private static long pico(String dollarsPerMillion) {
        return new BigDecimal(dollarsPerMillion).movePointRight(6).longValueExact();
    }

    private static long scale(long rate, BigDecimal by) {
        return new BigDecimal(rate)
                .multiply(by)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}

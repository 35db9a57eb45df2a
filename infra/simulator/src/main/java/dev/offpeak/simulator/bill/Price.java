package dev.offpeak.simulator.bill;

import java.math.BigDecimal;

/// The list price of a model, in pico-dollars per token (USD per million tokens × 10⁶).
///
/// @param longAbove prompts with more tokens than this cost `longInput`/`longOutput` tenths of the price; 0 for never
public record Price(
        long input,
        long read,
        long write,
        long writeHour,
        long output,
        long longAbove,
        long longInput,
        long longOutput) {

    /// What the call costs in pico-dollars; batch work costs half.
    public long of(Usage usage, Mode mode) {
        long in = usage.fresh() * input
                + usage.cacheRead() * read
                + usage.cacheWrite() * write
                + usage.cacheWriteHour() * writeHour;
        long out = usage.output() * output;
        boolean isLong = longAbove > 0 && usage.prompt() > longAbove;
        long full = isLong ? (in * longInput + out * longOutput) / 10 : in + out;
        return switch (mode) {
            case SYNC -> full;
            case BATCH -> full / 2;
        };
    }

    /// Reads `in,read,write,writeHour,out,longAbove,longIn,longOut` from a row of the table, after the model name.
    static Price parse(String[] cells) {
        return new Price(
                pico(cells[2]),
                pico(cells[3]),
                pico(cells[4]),
                pico(cells[5]),
                pico(cells[6]),
                Long.parseLong(cells[7]),
                tenths(cells[8]),
                tenths(cells[9]));
    }

    private static long pico(String dollarsPerMillion) {
        return new BigDecimal(dollarsPerMillion).movePointRight(6).longValueExact();
    }

    private static long tenths(String factor) {
        return new BigDecimal(factor).movePointRight(1).longValueExact();
    }
}

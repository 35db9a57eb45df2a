package dev.offpeak.cli.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/// Numbers, times and money as people read them, the same on every machine.
public final class Words {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Words() {}

    /// `12,345`
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1 batch`, `2 batches`
    public static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /// `01:05`, and `1:01:05` from an hour on
    public static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%02d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    /// `85 ms`, `1.4 s`
    public static String latency(Duration time) {
        return time.toMillis() < 1_000
                ? time.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }

    /// `$1,234.5678`; four decimals, as a single job costs fractions of a cent.
    public static String dollars(BigDecimal amount) {
        return new DecimalFormat("$#,##0.0000", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(amount.setScale(4, RoundingMode.HALF_UP));
    }

    /// `49.9 %`, rounded down so that a saving is never overstated.
    public static String percent(BigDecimal part, BigDecimal whole) {
        if (whole.signum() == 0) {
            return "0.0 %";
        }
        return part.multiply(HUNDRED).divide(whole, 1, RoundingMode.DOWN).toPlainString() + " %";
    }
}

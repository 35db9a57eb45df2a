package dev.offpeak.cli.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/// What came of the night.
///
/// @param simulated whether the providers were
/// @param jobs how many background jobs were submitted
/// @param batches how many batches the providers were sent
record Outcome(
        boolean simulated,
        int tickets,
        long jobs,
        long batches,
        LedgerSums ledger,
        Chats.Latencies chats,
        Duration elapsed,
        List<Check> checks) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    Outcome {
        checks = List.copyOf(checks);
    }

    boolean good() {
        return checks.stream().allMatch(Check::holds);
    }

    BigDecimal paid() {
        return ledger.total().paid();
    }

    BigDecimal standard() {
        return ledger.total().standard();
    }

    BigDecimal saved() {
        return standard().subtract(paid());
    }

    /// Per million background jobs like these: what they cost here.
    BigDecimal millionPaid() {
        return perMillion(ledger.batch().paid());
    }

    /// Per million background jobs like these: what they cost at the synchronous price.
    BigDecimal millionStandard() {
        return perMillion(ledger.batch().standard());
    }

    private BigDecimal perMillion(BigDecimal amount) {
        long ended = ledger.batch().succeeded();
        return ended == 0
                ? BigDecimal.ZERO
                : amount.multiply(MILLION).divide(BigDecimal.valueOf(ended), 0, RoundingMode.HALF_UP);
    }
}

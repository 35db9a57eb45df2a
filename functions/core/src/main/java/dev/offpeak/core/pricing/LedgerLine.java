package dev.offpeak.core.pricing;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.routing.Lane;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;

/// One line of the ledger: a tenant's day on one lane with one model. Lines are only ever added to.
public record LedgerLine(Account account, Amounts amounts) {
    /// What is added up together.
    public record Account(TenantId tenant, LocalDate day, Lane lane, ProviderId provider, String model) {}

    /// @param unpriced successes whose model has no known price; their cost is not in the sums
    /// @param cost of the answers that settled jobs
    public record Amounts(
            long succeeded, long failed, long unpriced, long inputTokens, long outputTokens, Cost cost, Unused unused) {
        public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0, Cost.NONE);
        public static final Amounts ONE_FAILED = new Amounts(0, 1, 0, 0, 0, Cost.NONE);

        public Amounts(long succeeded, long failed, long unpriced, long inputTokens, long outputTokens, Cost cost) {
            this(succeeded, failed, unpriced, inputTokens, outputTokens, cost, Unused.NONE);
        }

        /// Nothing but money that bought nothing.
        public static Amounts of(Unused unused) {
            return new Amounts(0, 0, 0, 0, 0, Cost.NONE, unused);
        }

        /// What is left of the difference once money that bought nothing is taken off it.
        public NanoDollars saved() {
            return cost.saved().minus(unused.duplicateSpend()).minus(unused.canceledSpend());
        }

        public Amounts plus(Amounts other) {
            return new Amounts(
                    Math.addExact(succeeded, other.succeeded),
                    Math.addExact(failed, other.failed),
                    Math.addExact(unpriced, other.unpriced),
                    Math.addExact(inputTokens, other.inputTokens),
                    Math.addExact(outputTokens, other.outputTokens),
                    cost.plus(other.cost),
                    unused.plus(other.unused));
        }
    }

    /// Money that bought nothing: with [Amounts#cost] it adds up to the provider's bill.
    ///
    /// @param answers that came for jobs which had ended already
    /// @param duplicateSpend what those cost whose job had its answer already
    /// @param canceledSpend what those cost whose job was withdrawn, had expired or had failed
    /// @param inDoubt direct calls whose answers were lost: what they cost, if anything, only the bill knows
    public record Unused(long answers, NanoDollars duplicateSpend, NanoDollars canceledSpend, long inDoubt) {
        public static final Unused NONE = new Unused(0, NanoDollars.ZERO, NanoDollars.ZERO, 0);
        public static final Unused ONE_IN_DOUBT = new Unused(0, NanoDollars.ZERO, NanoDollars.ZERO, 1);

        public static Unused duplicate(NanoDollars paid) {
            return new Unused(1, paid, NanoDollars.ZERO, 0);
        }

        public static Unused canceled(NanoDollars paid) {
            return new Unused(1, NanoDollars.ZERO, paid, 0);
        }

        public Unused plus(Unused other) {
            return new Unused(
                    Math.addExact(answers, other.answers),
                    duplicateSpend.plus(other.duplicateSpend),
                    canceledSpend.plus(other.canceledSpend),
                    Math.addExact(inDoubt, other.inDoubt));
        }
    }

    public LedgerLine plus(LedgerLine other) {
        return new LedgerLine(account, amounts.plus(other.amounts));
    }

    /// The same amounts with one line per account.
    public static List<LedgerLine> sum(List<LedgerLine> lines) {
        var sums = new LinkedHashMap<Account, Amounts>();
        lines.forEach(line -> sums.merge(line.account(), line.amounts(), Amounts::plus));
        return sums.entrySet().stream()
                .map(sum -> new LedgerLine(sum.getKey(), sum.getValue()))
                .toList();
    }
}

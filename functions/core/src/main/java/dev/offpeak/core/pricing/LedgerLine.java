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
    public record Amounts(long succeeded, long failed, long unpriced, long inputTokens, long outputTokens, Cost cost) {
        public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0, Cost.NONE);
        public static final Amounts ONE_FAILED = new Amounts(0, 1, 0, 0, 0, Cost.NONE);

        public Amounts plus(Amounts other) {
            return new Amounts(
                    Math.addExact(succeeded, other.succeeded),
                    Math.addExact(failed, other.failed),
                    Math.addExact(unpriced, other.unpriced),
                    Math.addExact(inputTokens, other.inputTokens),
                    Math.addExact(outputTokens, other.outputTokens),
                    cost.plus(other.cost));
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

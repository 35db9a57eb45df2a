package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.routing.Lane;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [Ledger] does.
public abstract class LedgerContract {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    protected abstract Ledger ledger();

    @Test
    void lines_of_one_account_are_added_up() {
        var line = Samples.line(Samples.tenant());
        ledger().add(line);
        ledger().add(line);
        ledger().add(new LedgerLine(line.account(), LedgerLine.Amounts.ONE_FAILED));

        var sum = line.plus(line).plus(new LedgerLine(line.account(), LedgerLine.Amounts.ONE_FAILED));
        assertThat(ledger().read(line.account().tenant(), DAY, DAY)).containsExactly(sum);
    }

    @Test
    void lines_of_other_lanes_providers_and_models_are_kept_apart() {
        var tenant = Samples.tenant();
        var amounts = Samples.line(tenant).amounts();
        var lines = Stream.of(
                        new LedgerLine.Account(tenant, DAY, Lane.BATCH, Samples.OPENAI, "m"),
                        new LedgerLine.Account(tenant, DAY, Lane.SYNC, Samples.OPENAI, "m"),
                        new LedgerLine.Account(tenant, DAY, Lane.BATCH, new ProviderId("anthropic"), "m"),
                        new LedgerLine.Account(tenant, DAY, Lane.BATCH, Samples.OPENAI, "ft:m#1"))
                .map(account -> new LedgerLine(account, amounts))
                .toList();
        lines.forEach(ledger()::add);

        assertThat(ledger().read(tenant, DAY, DAY)).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void both_ends_of_the_days_read_are_included() {
        var tenant = Samples.tenant();
        var lines = Stream.of(-2, -1, 0, 1, 2)
                .map(days -> new LedgerLine(
                        new LedgerLine.Account(tenant, DAY.plusDays(days), Lane.FLEX, Samples.OPENAI, "m"),
                        LedgerLine.Amounts.ONE_FAILED))
                .toList();
        lines.forEach(ledger()::add);

        assertThat(ledger().read(tenant, DAY.minusDays(1), DAY.plusDays(1)))
                .containsExactlyInAnyOrderElementsOf(lines.subList(1, 4));
    }

    @Test
    void tenants_read_their_own_lines_only() {
        ledger().add(Samples.line(Samples.tenant()));
        assertThat(ledger().read(Samples.tenant(), DAY, DAY)).isEmpty();
    }

    @Test
    void racing_additions_all_count() throws InterruptedException {
        var line = Samples.line(Samples.tenant());
        int added = Race.wins(i -> {
            ledger().add(line);
            return true;
        });
        var sum = Stream.generate(() -> line).limit(added).reduce(LedgerLine::plus);
        assertThat(ledger().read(line.account().tenant(), DAY, DAY)).containsExactly(sum.orElseThrow());
    }
}

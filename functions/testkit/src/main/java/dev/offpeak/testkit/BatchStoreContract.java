package dev.offpeak.testkit;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.store.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every [BatchStore] does; each test starts with an empty store.
public abstract class BatchStoreContract {
    protected abstract BatchStore batches();

    /// The ledger the store's transactions write to.
    protected abstract Ledger ledger();

    @TestFactory
    Stream<DynamicTest> a_batch_reads_back_in_every_state() {
        return states().map(state -> dynamicTest(state.toString(), () -> {
            var adopted = Samples.batch();
            assertThat(batches().adopt(adopted)).isEqualTo(Write.done());
            assertThat(batches().find(adopted.id())).contains(adopted);

            var next = adopted.with(state, new BatchView.Counts(10, 7, 2), Samples.NOW.plusNanos(1));
            assertThat(batches().replace(next, List.of())).isEqualTo(Write.done());
            assertThat(batches().find(adopted.id())).contains(next);
        }));
    }

    @Test
    void a_batch_that_never_expires_reads_back() {
        var sample = Samples.batch();
        var batch = new Batch(
                sample.id(),
                sample.bundle(),
                sample.manifest(),
                sample.key(),
                sample.account(),
                0,
                Map.of(),
                sample.createdAt(),
                Optional.empty(),
                sample.urgency(),
                sample.state(),
                BatchView.Counts.NONE,
                sample.due(),
                1);
        batches().adopt(batch);
        assertThat(batches().find(batch.id())).contains(batch);
    }

    @Test
    void a_batch_is_adopted_once_and_the_loser_learns_the_row() {
        var first = Samples.batch();
        var second = first.with(new BatchState.Canceling(), Samples.NOW);
        assertThat(batches().adopt(first)).isEqualTo(Write.done());
        assertThat(batches().adopt(second)).isEqualTo(Write.lost(first));
        assertThat(batches().find(first.id())).contains(first);
    }

    @Test
    void a_batch_that_is_not_there_is_not_found_and_not_replaced() {
        var batch = Samples.batch();
        var line = Samples.line(Samples.tenant());
        var next = batch.with(new BatchState.Canceling(), Samples.NOW);
        assertThat(batches().find(batch.id())).isEmpty();
        assertThat(batches().replace(next, List.of())).isEqualTo(Write.lost());
        assertThat(batches().replace(next, List.of(line))).isEqualTo(Write.lost());
        assertThat(recorded(line)).isEmpty();
    }

    @Test
    void a_replacement_and_its_ledger_lines_are_written_together_once() {
        var batch = Samples.batch();
        var next = batch.with(new BatchState.Canceling(), Samples.NOW);
        var lines =
                Stream.generate(() -> Samples.line(Samples.tenant())).limit(90).toList();
        batches().adopt(batch);

        assertThat(batches().replace(next, lines)).isEqualTo(Write.done());
        assertThat(batches().replace(next, lines)).isEqualTo(Write.lost(next));

        assertThat(lines).allSatisfy(line -> assertThat(recorded(line)).containsExactly(line));
    }

    @Test
    void of_racing_replacements_one_wins_and_is_counted_once() throws InterruptedException {
        var batch = Samples.batch();
        var line = Samples.line(Samples.tenant());
        batches().adopt(batch);
        var wins = Race.wins(i -> batches()
                .replace(
                        batch.with(new BatchState.Ended(List.of("file-" + i)), Samples.NOW.plusSeconds(i)),
                        List.of(line))
                .isDone());
        assertThat(wins).isEqualTo(1);
        assertThat(recorded(line)).containsExactly(line);
    }

    @Test
    void due_batches_are_listed_by_when_they_are_due_until_they_are_imported() {
        var first = Samples.batch(Map.of(), Samples.NOW);
        var second = Samples.batch(Map.of(), Samples.NOW.plusSeconds(1));
        batches().adopt(second);
        batches().adopt(first);

        assertThat(batches().due(first.due().minusMillis(1), 10)).isEmpty();
        assertThat(batches().due(first.due(), 10)).containsExactly(first);
        assertThat(batches().due(second.due(), 10)).containsExactly(first, second);
        assertThat(batches().due(second.due(), 1)).containsExactly(first);

        batches().replace(first.with(new BatchState.Imported(Tally.NONE), first.due()), List.of());
        assertThat(batches().due(second.due(), 10)).containsExactly(second);
    }

    @Test
    void a_tenant_sees_its_own_batches_newest_first_page_by_page() {
        var mine = Samples.tenant();
        var theirs = Samples.tenant();
        var newestFirst = IntStream.range(0, 7)
                .mapToObj(i -> Samples.batch(Map.of(mine, 1, theirs, 2), Samples.NOW.minusSeconds(i)))
                .toList();
        newestFirst.forEach(batches()::adopt);
        var foreign = Samples.batch(Map.of(theirs, 1), Samples.NOW);
        batches().adopt(foreign);

        assertThat(batches().ofTenant(mine, 100, Optional.empty())).isEqualTo(newestFirst);
        assertThat(batches().ofTenant(mine, 3, Optional.empty())).isEqualTo(newestFirst.subList(0, 3));
        assertThat(batches().ofTenant(mine, 3, Optional.of(newestFirst.get(2).id())))
                .isEqualTo(newestFirst.subList(3, 6));
        assertThat(batches().ofTenant(mine, 3, Optional.of(newestFirst.get(6).id())))
                .isEmpty();
        assertThat(batches().ofTenant(mine, 3, Optional.of(foreign.id()))).isEmpty();
        assertThat(batches().ofTenant(Samples.tenant(), 3, Optional.empty())).isEmpty();
    }

    @Test
    void a_tenants_list_shows_batches_as_they_stand_now() {
        var tenant = Samples.tenant();
        var batch = Samples.batch(Map.of(tenant, 1), Samples.NOW);
        var next = batch.with(new BatchState.Imported(Tally.NONE), Samples.NOW);
        batches().adopt(batch);
        batches().replace(next, List.of());
        assertThat(batches().ofTenant(tenant, 3, Optional.empty())).containsExactly(next);
    }

    @Test
    void a_batch_of_very_many_tenants_is_listed_for_each() {
        var tenants =
                Stream.generate(Samples::tenant).limit(120).collect(toMap(tenant -> tenant, (TenantId tenant) -> 1));
        var batch = Samples.batch(tenants, Samples.NOW);
        assertThat(batches().adopt(batch)).isEqualTo(Write.done());
        assertThat(batches().find(batch.id())).contains(batch);
        assertThat(tenants.keySet())
                .allSatisfy(tenant -> assertThat(batches().ofTenant(tenant, 5, Optional.empty()))
                        .containsExactly(batch));
    }

    private static Stream<BatchState> states() {
        var tally = new Tally(5, 1, 2, 3);
        return Stream.of(
                new BatchState.Active(),
                new BatchState.Canceling(),
                new BatchState.Ended(List.of("file-out", "file-err")),
                new BatchState.Ended(List.of()),
                new BatchState.Copied(List.of("results/a", "results/b"), Checkpoint.START),
                new BatchState.Copied(List.of("results/a"), new Checkpoint(1, 3_000_000_000L, tally)),
                new BatchState.Imported(tally));
    }

    private List<LedgerLine> recorded(LedgerLine line) {
        var account = line.account();
        return ledger().read(account.tenant(), account.day(), account.day());
    }
}

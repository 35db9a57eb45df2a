package dev.offpeak.testkit;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.job.JobTransitions;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.core.state.Step;
import dev.offpeak.core.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every [JobStore] does. The state × event table is run against the store and compared with [JobTransitions].
public abstract class JobStoreContract {
    private static final SegmentId HERE = new SegmentId("seg_here");
    private static final SegmentId THERE = new SegmentId("seg_there");

    /// More than one call of any store takes.
    private static final int MANY = 60;

    protected abstract JobStore jobs();

    /// The ledger the store's transactions write to.
    protected abstract Ledger ledger();

    @Test
    void a_job_that_was_never_inserted_is_not_found() {
        assertThat(jobs().find(Samples.jobId(Samples.tenant()))).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> a_row_reads_back_as_it_was_inserted() {
        return Stream.concat(
                        states().map(Samples::job),
                        Stream.of(unreadable(), bare(), Samples.job(Samples.succeededInline(3))))
                .map(row -> dynamicTest(row.state().toString(), () -> {
                    assertThat(jobs().insert(List.of(row))).containsExactly(Write.done());
                    assertThat(jobs().find(row.id())).contains(row);
                }));
    }

    @Test
    void many_rows_are_read_at_once_and_those_that_are_not_there_are_left_out() {
        var rows = rows(Samples.staged());
        assertThat(jobs().insert(everySecond(rows))).containsOnly(Write.done());
        assertThat(jobs().findAll(rows.stream().map(JobRow::id).collect(toSet())))
                .isEqualTo(everySecond(rows).stream().collect(toMap(JobRow::id, row -> row)));
    }

    @Test
    void nothing_asked_is_nothing_answered() {
        assertThat(jobs().findAll(Set.of())).isEmpty();
        assertThat(jobs().insert(List.of())).isEmpty();
        assertThat(jobs().apply(List.of())).isEmpty();
    }

    @Test
    void inserting_in_bulk_tells_winners_and_losers_in_order_and_losers_learn_the_row() {
        var standing = rows(new Express(1));
        assertThat(jobs().insert(everySecond(standing))).containsOnly(Write.done());

        var offered = standing.stream().map(row -> row.with(Samples.staged())).toList();
        var expected = IntStream.range(0, MANY)
                .<Write<JobRow>>mapToObj(i -> i % 2 == 0 ? Write.lost(standing.get(i)) : Write.done())
                .toList();
        assertThat(jobs().insert(offered)).isEqualTo(expected);

        for (int i = 0; i < MANY; i++) {
            assertThat(jobs().find(standing.get(i).id())).contains(i % 2 == 0 ? standing.get(i) : offered.get(i));
        }
    }

    @Test
    void applying_in_bulk_tells_winners_and_losers_in_order_and_losers_learn_the_row() {
        var rows = rows(new Express(2));
        assertThat(jobs().insert(rows)).containsOnly(Write.done());

        var changes = IntStream.range(0, MANY)
                .mapToObj(i -> new Change(
                        rows.get(i).id(),
                        i % 3 == 0
                                ? new JobEvent.Fail(Samples.ended(Ending.FAILED, 1))
                                : new JobEvent.Succeed(Samples.succeeded(1))))
                .toList();
        var expected = IntStream.range(0, MANY)
                .<Write<JobRow>>mapToObj(i -> i % 3 == 0 ? Write.lost(rows.get(i)) : Write.done())
                .toList();
        assertThat(jobs().apply(changes)).isEqualTo(expected);

        for (int i = 0; i < MANY; i++) {
            var row = rows.get(i);
            assertThat(jobs().find(row.id())).contains(i % 3 == 0 ? row : row.with(Samples.succeeded(1)));
        }
    }

    @Test
    void an_event_for_a_job_that_is_not_there_is_lost_and_makes_no_row() {
        var id = Samples.jobId(Samples.tenant());
        var line = Samples.line(Samples.tenant());
        var change = new Change(id, new JobEvent.Succeed(Samples.succeeded(1)));

        assertThat(jobs().apply(List.of(change))).containsExactly(Write.lost());
        assertThat(jobs().apply(change, line)).isEqualTo(Write.lost());

        assertThat(jobs().find(id)).isEmpty();
        assertThat(recorded(line)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> every_event_does_to_every_state_what_the_transitions_say() {
        return table(cell ->
                jobs().apply(List.of(new Change(cell.row().id(), cell.event()))).getFirst());
    }

    @TestFactory
    Stream<DynamicTest> every_event_with_a_ledger_line_does_the_same_and_adds_the_line_only_when_it_moved() {
        return table(cell -> {
            var line = Samples.line(Samples.tenant());
            var write = jobs().apply(new Change(cell.row().id(), cell.event()), line);
            assertThat(recorded(line)).isEqualTo(write.isDone() ? List.of(line) : List.of());
            return write;
        });
    }

    @Test
    void repeating_a_settlement_with_its_line_counts_it_once() {
        var row = Samples.job(new Express(1));
        assertThat(jobs().insert(List.of(row))).containsExactly(Write.done());
        var change = new Change(row.id(), new JobEvent.Succeed(Samples.succeeded(1)));
        var line = Samples.line(row.tenant());

        assertThat(jobs().apply(change, line)).isEqualTo(Write.done());
        assertThat(jobs().apply(change, line)).isEqualTo(Write.lost(row.with(Samples.succeeded(1))));

        assertThat(recorded(line)).containsExactly(line);
    }

    @Test
    void of_racing_settlements_one_wins() throws InterruptedException {
        var row = Samples.job(new Express(1));
        assertThat(jobs().insert(List.of(row))).containsExactly(Write.done());

        var wins = Race.wins(i -> jobs().apply(
                        List.of(new Change(row.id(), new JobEvent.Succeed(Samples.succeeded(i + 1)))))
                .getFirst()
                .isDone());

        assertThat(wins).isEqualTo(1);
    }

    private record Cell(JobRow row, JobEvent event) {}

    private Stream<DynamicTest> table(Function<Cell, Write<JobRow>> apply) {
        return states().flatMap(state -> events().map(event -> new Cell(Samples.job(state), event)))
                .map(cell -> dynamicTest(name(cell), () -> {
                    var row = cell.row();
                    assertThat(jobs().insert(List.of(row))).containsExactly(Write.done());
                    var write = apply.apply(cell);
                    switch (JobTransitions.on(row.state(), cell.event())) {
                        case Step.Moved<JobState>(var to) -> {
                            assertThat(write).isEqualTo(Write.done());
                            assertThat(jobs().find(row.id())).contains(row.with(to));
                        }
                        case Step.Stays<JobState> stays -> {
                            assertThat(write).isEqualTo(Write.lost(row));
                            assertThat(jobs().find(row.id())).contains(row);
                        }
                    }
                }));
    }

    private static Stream<JobState> states() {
        var states = new ArrayList<JobState>(List.of(
                new Staged(1, HERE, 3),
                new Staged(2, HERE, 0),
                new Staged(1, THERE, 3),
                new Express(1),
                new Express(2),
                new Express(1, Optional.of(Samples.intent())),
                new Following(Samples.jobId(Samples.tenant())),
                Samples.succeeded(1),
                Samples.succeededInline(1),
                Samples.refused(1),
                Samples.succeeded(1).with(Optional.of(Samples.intent()))));
        for (var ending : Ending.values()) {
            states.add(Samples.ended(ending, 1));
        }
        return states.stream();
    }

    private static Stream<JobEvent> events() {
        return Stream.of(
                new JobEvent.Succeed(Samples.succeeded(1)),
                new JobEvent.Succeed(Samples.succeededInline(2)),
                new JobEvent.Fail(Samples.ended(Ending.FAILED, 1)),
                new JobEvent.Fail(Samples.ended(Ending.FAILED, 2)),
                new JobEvent.Fail(Samples.refused(1)),
                new JobEvent.End(Samples.ended(Ending.CANCELED, 1)),
                new JobEvent.End(Samples.ended(Ending.EXPIRED, 2)),
                new JobEvent.Retry(1, new Staged(2, THERE, 9)),
                new JobEvent.Retry(1, new Express(2)),
                new JobEvent.Retry(1, new Express(2, Optional.of(Samples.intent()))),
                new JobEvent.Retry(2, new Express(3)),
                new JobEvent.Retry(2, Samples.ended(Ending.FAILED, 2)),
                new JobEvent.Free(Samples.intent(), new Express(1)),
                new JobEvent.Free(new JobState.Intent(Samples.NOW, Samples.NOW), new Express(2)),
                new JobEvent.Enter(Samples.intent()),
                new JobEvent.Enter(new JobState.Intent(Samples.NOW, Samples.NOW)),
                new JobEvent.Forget(new JobState.Reason("deleted", "by its owner")),
                new JobEvent.Intend(1, Samples.intent()),
                new JobEvent.Intend(2, Samples.intent()),
                new JobEvent.Restage(HERE, new Staged(1, THERE, 7)),
                new JobEvent.Restage(THERE, new Staged(1, HERE, 7)));
    }

    private static String name(Cell cell) {
        return cell.event().getClass().getSimpleName() + " on " + cell.row().state();
    }

    private static List<JobRow> rows(JobState state) {
        return Stream.generate(() -> Samples.job(state)).limit(MANY).toList();
    }

    private static List<JobRow> everySecond(List<JobRow> rows) {
        return IntStream.range(0, rows.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(rows::get)
                .toList();
    }

    private static JobRow unreadable() {
        var tenant = Samples.tenant();
        return new JobRow(
                Samples.jobId(tenant), tenant, Samples.NOW, Optional.empty(), Samples.ended(Ending.REJECTED, 1));
    }

    private static JobRow bare() {
        var full = Samples.particulars();
        var particulars = new JobRow.Particulars(
                full.provider(),
                full.endpoint(),
                full.model(),
                full.lane(),
                "",
                full.deadline(),
                Optional.empty(),
                Optional.empty(),
                new Terms(OnLate.EXPIRE, OnDoubt.RETRY, true));
        var tenant = Samples.tenant();
        return new JobRow(Samples.jobId(tenant), tenant, Samples.NOW, Optional.of(particulars), new Staged(1, HERE, 0));
    }

    private List<LedgerLine> recorded(LedgerLine line) {
        var account = line.account();
        return ledger().read(account.tenant(), account.day(), account.day());
    }
}

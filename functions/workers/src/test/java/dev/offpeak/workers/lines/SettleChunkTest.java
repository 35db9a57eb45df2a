package dev.offpeak.workers.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.deadline.NextTry;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.testkit.Samples;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import dev.offpeak.workers.express.ExpressLane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A chunk may be settled again and again, and counts the same each time.
@SuppressWarnings("NullAway.Init") // set before every test
class SettleChunkTest {
    private final StubProvider stub = new StubProvider();
    private final World world = new World(stub);
    private Batch batch;
    private Roster roster;
    private SettleChunk settle;

    @BeforeEach
    void submit() throws IOException {
        world.stage(12);
        world.bundler.run(world.until());
        batch = world.batches.rows().getFirst();
        roster = Roster.read(world.objects, Manifests.read(world.objects, batch.manifest()), world.ids);
        var providers = new Providers(List.of(world.provider));
        settle = new SettleChunk(
                providers, world.jobs, world.segments, world.objects, new ExpressLane(world.express, world.objects));
    }

    private List<Verdict> verdicts() {
        var verdicts = new ArrayList<Verdict>();
        for (int i = 0; i < roster.order().size(); i++) {
            var id = roster.order().get(i);
            verdicts.add(
                    switch (i % 3) {
                        case 0 -> success(id, "#" + i);
                        case 1 ->
                            new Verdict.Failure(
                                    id,
                                    batch.id() + "#" + i,
                                    new Reason("bad", "no"),
                                    Optional.of(new Answer.Stored(400, "results/x", 0, 10)));
                        default -> tried(id, NextTry.BATCH);
                    });
        }
        return verdicts;
    }

    private static final Reason NO = new Reason("no", "no");

    private Verdict.Again tried(CustomId id, NextTry way) {
        return Verdict.Again.tried(id, way, batch.id() + "#" + id, NO);
    }

    private Verdict.Success success(CustomId id, String row) {
        return new Verdict.Success(
                id,
                batch.id() + row,
                StubProvider.MODEL,
                new Answer.Stored(200, "results/x", 0, 10),
                new Usage(1_000, 0, 0, 0, 10, Usage.Tier.BATCH));
    }

    @Test
    void settling_a_chunk_twice_writes_and_counts_the_same() throws IOException {
        var first = settle.settle(batch, "0:0", verdicts(), roster, world.clock.instant());
        var rows = world.jobs.rows();
        var segments = world.segments.rows();
        var second = settle.settle(batch, "0:0", verdicts(), roster, world.clock.instant());
        assertThat(second).isEqualTo(first);
        assertThat(first.tally()).isEqualTo(new Tally(4, 4, 4, 0));
        assertThat(world.jobs.rows()).isEqualTo(rows);
        assertThat(world.segments.rows()).isEqualTo(segments);
    }

    @Test
    void answers_that_were_deleted_meanwhile_count_as_before_and_do_not_come_back() throws IOException {
        var first = settle.settle(batch, "0:0", verdicts(), roster, world.clock.instant());
        for (var row : world.jobs.rows()) {
            world.jobs.apply(
                    List.of(new JobStore.Change(row.id(), new JobEvent.Forget(new Reason("deleted", "by its owner")))));
        }
        var rows = world.jobs.rows();
        assertThat(rows.stream().map(JobRow::state).filter(state -> state instanceof JobState.Settled))
                .hasSize(8)
                .allSatisfy(
                        state -> assertThat(((JobState.Settled) state).answer()).isEmpty());
        assertThat(settle.settle(batch, "0:0", verdicts(), roster, world.clock.instant()))
                .isEqualTo(first);
        assertThat(world.jobs.rows()).isEqualTo(rows);
    }

    @Test
    void retried_lines_lie_in_a_segment_under_their_next_attempt_and_are_otherwise_unchanged() throws IOException {
        settle.settle(batch, "0:0", verdicts(), roster, world.clock.instant());
        var retry = world.segments.rows().getLast();
        assertThat(retry.state()).isInstanceOf(Segment.State.Open.class);
        assertThat(retry.tenants().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(4);
        var sent = stub.uploads.getFirst().lines().toList();
        var lines = new String(
                        world.objects.read(retry.content().object(), 0, (int)
                                retry.content().bytes()),
                        UTF_8)
                .lines()
                .toList();
        for (int i = 0; i < 4; i++) {
            var old = sent.get(3 * i + 2);
            assertThat(lines.get(i))
                    .isEqualTo(old.replace("-1\",\"method\"", "-2\",\"method\""))
                    .isNotEqualTo(old);
            var job = StubProvider.customId(old).job();
            assertThat(world.job(job).state()).isEqualTo(new JobState.Staged(2, retry.id(), i));
        }
    }

    @Test
    void a_line_that_was_never_tried_keeps_its_attempt_however_often_it_is_settled() throws IOException {
        var untried = roster.order().stream()
                .<Verdict>map(id -> Verdict.Again.untried(id, NextTry.BATCH, batch.id() + "#invalid", NO))
                .toList();
        for (int i = 0; i < 3; i++) {
            assertThat(settle.settle(batch, "0:0", untried, roster, world.clock.instant())
                            .tally())
                    .isEqualTo(new Tally(0, 0, 12, 0));
        }
        assertThat(world.jobs.rows())
                .allMatch(row -> row.state() instanceof JobState.Staged staged
                        && staged.attempt() == 1
                        && staged.segment()
                                .equals(world.segments.rows().getLast().id()));
    }

    @Test
    void a_success_after_the_job_has_ended_otherwise_is_counted_as_unused() throws IOException {
        var id = roster.order().getFirst();
        world.jobs.apply(List.of(new Change(id.job(), new JobEvent.End(Samples.ended(Ending.CANCELED, 1)))));
        var settlement = settle.settle(batch, "0:0", List.of(success(id, "#0")), roster, world.clock.instant());
        assertThat(settlement.tally()).isEqualTo(new Tally(0, 0, 0, 1));
        assertThat(settlement.ledger())
                .singleElement()
                .satisfies(line -> assertThat(
                                line.amounts().unused().canceledSpend().value())
                        .isPositive());
        assertThat(settlement.ledger().getFirst().amounts().cost()).isEqualTo(Cost.NONE);
    }

    @Test
    void a_second_success_is_metered_as_duplicate_spend_and_the_first_stays() throws IOException {
        var id = roster.order().getFirst();
        world.jobs.apply(List.of(new Change(id.job(), new JobEvent.Succeed(Samples.succeeded(1)))));
        var before = world.job(id.job());
        var settlement = settle.settle(batch, "0:0", List.of(success(id, "#0")), roster, world.clock.instant());
        assertThat(world.job(id.job())).isEqualTo(before);
        var unused = settlement.ledger().getFirst().amounts().unused();
        assertThat(unused.answers()).isEqualTo(1);
        assertThat(unused.duplicateSpend().value()).isPositive();
        assertThat(unused.canceledSpend().value()).isZero();
    }

    @Test
    void a_line_with_no_time_for_another_batch_is_called_directly_and_one_with_none_at_all_expires()
            throws IOException {
        var one = roster.order().get(0);
        var other = roster.order().get(1);
        var verdicts = List.<Verdict>of(tried(one, NextTry.DIRECT), tried(other, NextTry.NONE));
        for (int i = 0; i < 2; i++) {
            var settlement = settle.settle(batch, "0:0", verdicts, roster, world.clock.instant());
            assertThat(settlement.tally()).isEqualTo(new Tally(0, 1, 1, 0));
        }
        assertThat(world.job(one.job()).state()).isEqualTo(new JobState.Express(2));
        assertThat(world.ended(Ending.EXPIRED))
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isEqualTo(other.job()));
        var sent = world.express.drain();
        assertThat(sent)
                .hasSize(2)
                .allMatch(message -> message.id().equals(one.job().value()));
    }

    @Test
    void a_chunk_settled_again_when_the_deadline_has_come_nearer_goes_by_what_was_written_first() throws IOException {
        var id = roster.order().getFirst();
        settle.settle(batch, "0:0", List.of(tried(id, NextTry.BATCH)), roster, world.clock.instant());
        for (var way : List.of(NextTry.DIRECT, NextTry.NONE)) {
            var again = settle.settle(batch, "0:0", List.of(tried(id, way)), roster, world.clock.instant());
            assertThat(again.tally()).isEqualTo(new Tally(0, 0, 1, 0));
        }
        assertThat(world.job(id.job()).state()).isInstanceOf(JobState.Staged.class);
        assertThat(world.express.drain()).isEmpty();
    }

    @Test
    void a_line_that_has_moved_on_under_the_same_attempt_is_not_called_back() throws IOException {
        var id = roster.order().getFirst();
        var untried = List.<Verdict>of(Verdict.Again.untried(id, NextTry.BATCH, batch.id() + "#invalid", NO));
        settle.settle(batch, "0:0", untried, roster, world.clock.instant());
        var first = (JobState.Staged) world.job(id.job()).state();
        var next = new JobState.Staged(1, Samples.segmentId(), 0);
        world.jobs.apply(List.of(new Change(id.job(), new JobEvent.Restage(first.segment(), next))));
        settle.settle(batch, "0:0", untried, roster, world.clock.instant());
        assertThat(world.job(id.job()).state()).isEqualTo(next);
    }

    @Test
    void a_roster_knows_its_lines_their_order_and_whose_they_are() {
        var sent = stub.uploads.getFirst().lines().map(StubProvider::customId).toList();
        assertThat(roster.order()).isEqualTo(sent);
        for (var id : sent) {
            assertThat(roster.contains(id)).isTrue();
            assertThat(roster.tenant(id)).contains(world.job(id.job()).tenant());
        }
        var stranger = new CustomId(Samples.jobId(new TenantId("nobody")), 1);
        assertThat(roster.contains(stranger)).isFalse();
        assertThatThrownBy(() -> roster.tenant(stranger)).hasMessageContaining("is not in this bundle");
    }

    @Test
    void few_lines_of_a_segment_are_read_as_many_are() throws IOException {
        var all = roster.order().stream().map(id -> tried(id, NextTry.BATCH)).toList();
        var together = roster.readdressed(world.objects, all);
        for (var again : all) {
            assertThat(roster.readdressed(world.objects, List.of(again)).get(again.id()))
                    .isEqualTo(together.get(again.id()));
        }
    }
}

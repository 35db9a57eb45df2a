package dev.offpeak.workers.poller;

import static dev.offpeak.workers.StubProvider.customId;
import static dev.offpeak.workers.StubProvider.expired;
import static dev.offpeak.workers.StubProvider.failed;
import static dev.offpeak.workers.StubProvider.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.workers.EveryFault;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import dev.offpeak.workers.intake.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// From an ended batch to settled jobs, with rows of every kind.
class FollowBatchesTest {
    private final StubProvider stub = new StubProvider();
    private final World world = new World(stub);

    private void run(int minutes) {
        world.turn(minutes);
    }

    private Batch batch(int n) {
        return world.batches.find(new BatchId("batch_" + n)).orElseThrow();
    }

    private Tally tally(int n) {
        return ((BatchState.Imported) batch(n).state()).tally();
    }

    private List<Settled> settled(Ending ending) {
        return world.ended(ending).stream().map(row -> (Settled) row.state()).toList();
    }

    @Test
    void every_row_settles_its_job_and_is_in_the_ledger_once() throws IOException {
        world.stage(10);
        run(3);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(10);
        assertThat(tally(0)).isEqualTo(new Tally(10, 0, 0, 0));
        assertThat(world.succeededInLedger()).isEqualTo(10);
        assertThat(world.paidInLedger()).isPositive().isEqualTo(world.paidInRows());
        assertThat(world.segments.rows()).allMatch(segment -> segment.state() instanceof Segment.State.Done);
        assertThat(world.bundles.rows()).allMatch(bundle -> bundle.state() instanceof BundleState.Done);
        for (var end : settled(Ending.SUCCEEDED)) {
            assertThat(text(end)).isEqualTo(StubProvider.answer());
        }
    }

    private String text(Settled end) throws IOException {
        var answer = (Answer.Stored) end.answer().orElseThrow();
        return new String(
                world.objects.read(answer.object(), answer.offset(), answer.length()), StandardCharsets.UTF_8);
    }

    @Test
    void a_server_error_that_outlasts_every_attempt_is_told_in_the_providers_words() throws IOException {
        stub.rows = line -> List.of(failed(line, 500, "server_error"));
        world.stage(1);
        run(24 * 60);
        var end = settled(Ending.FAILED).getFirst();
        assertThat(end.attempt()).isEqualTo(5);
        assertThat(end.answer().orElseThrow().status()).isEqualTo(500);
        assertThat(text(end)).contains("server_error");
    }

    @Test
    void an_invalid_request_fails_and_a_server_error_is_tried_again() {
        stub.rows = line -> {
            if (line.contains("question 1\"")) {
                return List.of(failed(line, 400, "bad_param"));
            }
            return line.contains("question 2\"") && customId(line).attempt() < 3
                    ? List.of(failed(line, 500, "server_error"))
                    : List.of(success(line));
        };
        world.stage(5);
        run(60);
        assertThat(settled(Ending.FAILED)).singleElement().satisfies(end -> {
            assertThat(end.reason().orElseThrow().code()).isEqualTo("bad_param");
            assertThat(end.answer().orElseThrow().status()).isEqualTo(400);
            assertThat(text(end)).isEqualTo("{\"error\":{\"message\":\"no\",\"code\":\"bad_param\"}}");
        });
        assertThat(settled(Ending.SUCCEEDED))
                .hasSize(4)
                .filteredOn(end -> end.attempt() == 3)
                .hasSize(1);
        assertThat(world.failedInLedger()).isEqualTo(1);
    }

    @Test
    void expired_rows_go_into_another_batch_and_fail_in_the_end() {
        stub.rows = line -> List.of(expired(line));
        world.stage(2);
        run(24 * 60);
        assertThat(settled(Ending.FAILED)).hasSize(2).allSatisfy(end -> {
            assertThat(end.attempt()).isEqualTo(5);
            assertThat(end.reason().orElseThrow().code()).isEqualTo("batch_expired");
            assertThat(end.answer()).isEmpty();
        });
        assertThat(stub.created).hasSize(5);
    }

    @Test
    void missing_rows_are_sent_again() {
        stub.rows = line ->
                line.contains("question 1\"") && customId(line).attempt() == 1 ? List.of() : List.of(success(line));
        world.stage(4);
        run(40);
        assertThat(settled(Ending.SUCCEEDED)).hasSize(4);
        assertThat(tally(0)).isEqualTo(new Tally(3, 0, 1, 0));
    }

    @Test
    void a_row_told_twice_or_by_a_stranger_or_unreadable_settles_nothing() {
        stub.rows = line -> line.contains("question 1\"")
                ? List.of(success(line), failed(line, 500, "late"), success(line))
                : List.of(success(line), "", "{\"custom_id\":\"who\"}", "not json");
        world.stage(3);
        run(3);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3);
        assertThat(world.succeededInLedger()).isEqualTo(3);
        assertThat(tally(0)).isEqualTo(new Tally(3, 0, 0, 4));
    }

    @Test
    void a_row_told_twice_in_two_chunks_is_paid_once() {
        var first = new ArrayList<String>();
        stub.rows = line -> {
            if (line.contains("question 0\"")) {
                first.add(success(line));
                return List.of();
            }
            return line.contains("question 1199\"")
                    ? List.of(success(line), first.getFirst())
                    : line.contains("question 1\"") ? List.of(success(line), first.getFirst()) : List.of(success(line));
        };
        world.stage(1_200);
        run(3);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(1_200);
        assertThat(world.succeededInLedger()).isEqualTo(1_200);
        assertThat(world.paidInLedger()).isEqualTo(world.paidInRows());
    }

    @Test
    void a_batch_refused_for_one_line_fails_that_line_and_runs_the_rest_under_the_same_attempt() {
        for (int i = 0; i < 7; i++) {
            stub.problems.add(List.of(new LineProblem(Optional.of(1), "bad_line", "no\tgood\n", false)));
        }
        world.stage(10);
        run(7 * 20);
        assertThat(settled(Ending.FAILED)).hasSize(7).allSatisfy(end -> {
            assertThat(end.reason().orElseThrow().code()).isEqualTo("bad_line");
            assertThat(end.attempt()).isEqualTo(1);
        });
        assertThat(settled(Ending.SUCCEEDED)).hasSize(3).allMatch(end -> end.attempt() == 1);
        assertThat(tally(0)).isEqualTo(new Tally(0, 1, 9, 0));
        assertThat(world.failedInLedger()).isEqualTo(7);
    }

    @Test
    void a_batch_refused_as_a_whole_fails_every_line() {
        stub.problems.add(List.of(new LineProblem(Optional.empty(), "no_such_model", "no", false)));
        world.stage(4);
        run(3);
        assertThat(settled(Ending.FAILED)).hasSize(4);
        assertThat(world.failedInLedger()).isEqualTo(4);
    }

    @Test
    void a_full_queue_is_waited_for_until_the_deadline_is_near_and_then_the_jobs_are_called_directly() {
        for (int i = 0; i < 500; i++) {
            stub.problems.add(List.of(new LineProblem(Optional.empty(), "token_limit_exceeded", "full", true)));
        }
        world.stage(2);
        run(60);
        assertThat(world.jobs.rows()).allMatch(row -> row.state() instanceof Staged staged && staged.attempt() == 1);
        world.advance(Duration.ofHours(22));
        run(30);
        world.turnRunner(2);
        assertThat(settled(Ending.SUCCEEDED))
                .hasSize(2)
                .allMatch(end -> end.by().startsWith("express#"));
    }

    @Test
    void a_batch_that_cannot_be_looked_up_or_has_a_status_not_known_is_looked_at_again() {
        world.stage(1);
        world.bundler.run(world.until());
        var id = batch(0).id();
        for (var told : List.of(
                new LookupOutcome.NotFound(StubProvider.failure(404, "not_found")),
                new LookupOutcome.Unavailable(StubProvider.failure(503, "busy")),
                new LookupOutcome.Found(StubProvider.view(id, new Status.Unknown("dreaming"))),
                new LookupOutcome.Found(StubProvider.view(id, new Status.Running("in_progress"))),
                new LookupOutcome.Found(StubProvider.view(id, new Status.Canceling())))) {
            stub.lookups.put(id, told);
            assertThat(world.poller.run(world.until())).isEqualTo(1);
            assertThat(batch(0).state()).isInstanceOfAny(BatchState.Active.class, BatchState.Missing.class);
            assertThat(world.poller.run(world.until())).as("not due yet").isZero();
            world.advance(Duration.ofMinutes(1));
        }
        stub.lookups.clear();
        run(1);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(1);
    }

    @Test
    void one_batch_that_breaks_the_poller_does_not_hold_up_the_others() {
        world.stage(1);
        world.bundler.run(world.until());
        world.stage(2);
        world.bundler.run(world.until());
        stub.lookups.put(
                new BatchId("batch_0"),
                new LookupOutcome.Found(
                        StubProvider.view(new BatchId("batch_0"), new Status.Ended("completed", List.of()))));
        var broken = batch(0);
        world.batches.replace(
                new Batch(
                        broken.id(),
                        broken.bundle(),
                        "manifests/gone",
                        new BundleKey(
                                "default",
                                broken.key().band(),
                                broken.key().onLate(),
                                new ProviderId("nobody"),
                                broken.key().endpoint(),
                                broken.key().headers(),
                                ""),
                        broken.account(),
                        broken.lines(),
                        broken.tenants(),
                        broken.createdAt(),
                        broken.expiresAt(),
                        broken.urgency(),
                        broken.state(),
                        broken.counts(),
                        broken.due(),
                        broken.version() + 1),
                List.of());
        assertThat(world.poller.run(world.until())).isEqualTo(2);
        assertThat(batch(1).state()).isInstanceOf(BatchState.Imported.class);
    }

    @Test
    void a_chunk_never_has_more_ledger_lines_than_a_checkpoint_takes() {
        var deliveries = new ArrayList<Delivery>();
        for (int i = 0; i < 200; i++) {
            deliveries.add(world.sealed("m" + i, new TenantId("tenant-" + i), World.chat("hello")));
        }
        assertThat(world.takeIn.take(deliveries)).isEmpty();
        world.advance(Duration.ofMinutes(16));
        run(3);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(200);
        assertThat(world.effects.mostLedgerLines()).isBetween(50, 90);
    }

    @Test
    void an_import_that_runs_out_of_time_goes_on_where_it_was() {
        world.stage(3_500);
        world.bundler.run(world.until());
        int runs = 0;
        while (!(batch(0).state() instanceof BatchState.Imported)) {
            world.tick = Duration.ofSeconds(5);
            world.poller.run(world.clock.instant().plusSeconds(60));
            world.tick = Duration.ZERO;
            assertThat(++runs).isLessThan(20);
        }
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3_500);
        assertThat(world.succeededInLedger()).isEqualTo(3_500);
        assertThat(runs).isGreaterThan(2);
    }

    @Test
    void a_bundle_whose_bundler_died_after_adopting_the_batch_is_done_when_the_batch_is() {
        world.stage(2);
        world.bundler.run(world.until());
        var bundle = world.bundles.rows().getFirst();
        var submitted = (BundleState.Submitted) bundle.state();
        world.bundles.replace(bundle.with(
                new BundleState.Reconcile(
                        submitted.manifest(),
                        new BundleState.Creation(1, batch(0).account(), "file-0", world.clock.instant()),
                        "its bundler died"),
                world.clock.instant()));
        run(2);
        assertThat(world.bundles.rows().getFirst().state()).isInstanceOf(BundleState.Done.class);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(2);
    }

    @Test
    void whatever_goes_wrong_every_job_ends_once_and_is_counted_once() {
        int tried = EveryFault.of(FollowBatchesTest::mixed, FollowBatchesTest::imports);
        assertThat(tried).isGreaterThan(50);
    }

    /// Rows of every kind, and enough of them for two chunks.
    private static World mixed() {
        var stub = new StubProvider();
        stub.rows = line -> {
            boolean first = customId(line).attempt() == 1;
            if (line.contains("question 3\"")) {
                return List.of(failed(line, 400, "bad"));
            }
            if (line.contains("question 4\"")) {
                return first ? List.of() : List.of(success(line));
            }
            return first && (line.contains("question 5\"") || line.contains("question 1004\""))
                    ? List.of(failed(line, 500, "server_error"))
                    : List.of(success(line));
        };
        var world = new World(stub);
        world.stage(1_010);
        world.bundler.run(world.until());
        return world;
    }

    private static void imports(World world) {
        world.turnPoller(70);
        assertThat(world.states()).isEqualTo("{Settled=1010}");
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(1_009);
        assertThat(world.succeededInLedger()).isEqualTo(1_009);
        assertThat(world.failedInLedger()).isEqualTo(1);
        assertThat(world.paidInLedger()).isEqualTo(world.paidInRows());
        assertThat(world.batches.rows()).allMatch(batch -> batch.state() instanceof BatchState.Imported);
    }

    @Test
    void whatever_goes_wrong_with_a_refused_batch_every_job_ends_once() {
        int tried = EveryFault.of(
                () -> {
                    var stub = new StubProvider();
                    stub.problems.add(List.of(new LineProblem(Optional.of(2), "bad_line", "no", false)));
                    var world = new World(stub);
                    world.stage(6);
                    world.bundler.run(world.until());
                    return world;
                },
                world -> {
                    world.turnPoller(70);
                    assertThat(world.ended(Ending.SUCCEEDED)).hasSize(5);
                    assertThat(world.ended(Ending.FAILED)).hasSize(1);
                    assertThat(world.succeededInLedger()).isEqualTo(5);
                    assertThat(world.failedInLedger()).isEqualTo(1);
                });
        assertThat(tried).isGreaterThan(40);
    }
}

package dev.offpeak.workers.runner;

import static dev.offpeak.workers.StubProvider.answered;
import static dev.offpeak.workers.World.ACME;
import static dev.offpeak.workers.World.chat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.testkit.Samples;
import dev.offpeak.workers.EveryFault;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// One direct call for one job.
class RunExpressTest {
    private final StubProvider stub = new StubProvider();
    private final World world = new World(stub);

    private Envelope message() {
        world.takeIn.take(List.of(world.sealed("m", ACME, chat("soon", ",\"deadline\":\"20m\""))));
        return world.express.drain().getFirst();
    }

    private boolean run(Envelope message) throws IOException {
        return world.runner.run(message, world.until());
    }

    private static JobRow job(World world) {
        return world.jobs.rows().getFirst();
    }

    private Settled settled() {
        return (Settled) job(world).state();
    }

    @Test
    void an_answer_settles_the_job_and_is_in_the_ledger() throws Exception {
        assertThat(run(message())).isTrue();
        assertThat(settled().ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(settled().answer()).contains(new Answer.Inline(200, Body.of(StubProvider.answer())));
        assertThat(stub.calls.getFirst().body().text()).isEqualTo(World.body("soon"));
        assertThat(world.succeededInLedger()).isEqualTo(1);
        assertThat(world.paidInLedger()).isPositive().isEqualTo(world.paidInRows());
    }

    @Test
    void a_message_that_comes_twice_makes_one_call() throws Exception {
        var message = message();
        assertThat(run(message)).isTrue();
        assertThat(run(message)).isTrue();
        assertThat(stub.calls).hasSize(1);
        assertThat(world.succeededInLedger()).isEqualTo(1);
    }

    private Envelope backInTheQueue(Duration atLeast, Duration atMost) {
        assertThat(world.express.delays())
                .singleElement()
                .satisfies(delay -> assertThat(delay).isBetween(atLeast, atMost));
        return world.express.drain().getFirst();
    }

    @Test
    void while_another_runner_is_at_it_the_message_waits_and_when_that_one_is_dead_the_job_is_in_doubt()
            throws Exception {
        var message = message();
        var intent =
                new JobState.Intent(world.clock.instant(), world.clock.instant().plusSeconds(100));
        world.jobs.apply(List.of(new JobStore.Change(job(world).id(), new JobEvent.Intend(1, intent))));
        assertThat(run(message)).isTrue();
        message = backInTheQueue(Duration.ofSeconds(100), Duration.ofSeconds(100));
        world.advance(Duration.ofSeconds(101));
        assertThat(run(message)).isTrue();
        assertThat(settled().reason().orElseThrow().code()).isEqualTo("in_doubt");
        assertThat(world.unusedInLedger().inDoubt()).isEqualTo(1);
        assertThat(stub.calls).isEmpty();
    }

    @Test
    void a_call_in_doubt_is_made_again_only_where_its_owner_wants_that_and_is_metered_all_the_same() throws Exception {
        world.takeIn.take(
                List.of(world.sealed("m", ACME, chat("soon", ",\"deadline\":\"20m\",\"onDoubt\":\"retry\""))));
        stub.answers.add(new SyncOutcome.InDoubt("timeout"));
        assertThat(run(world.express.drain().getFirst())).isTrue();
        assertThat(run(backInTheQueue(Duration.ofMillis(500), Duration.ofSeconds(1))))
                .isTrue();
        assertThat(settled().ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(settled().attempt()).isEqualTo(2);
        assertThat(world.unusedInLedger().inDoubt()).isEqualTo(1);
    }

    @Test
    void a_rate_limit_is_waited_for_as_long_as_it_says_and_is_no_attempt() throws Exception {
        stub.answers.add(new SyncOutcome.Answered(429, new Headers(Map.of("retry-after", "7")), Body.of("{}")));
        stub.answers.add(answered(500, "{}"));
        stub.answers.add(new SyncOutcome.NotSent("refused"));
        assertThat(run(message())).isTrue();
        assertThat(run(backInTheQueue(Duration.ofSeconds(7), Duration.ofSeconds(8))))
                .isTrue();
        assertThat(run(backInTheQueue(Duration.ofSeconds(1), Duration.ofSeconds(2))))
                .isTrue();
        assertThat(run(backInTheQueue(Duration.ofSeconds(2), Duration.ofSeconds(4))))
                .isTrue();
        assertThat(settled().ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(settled().attempt()).isEqualTo(2);
    }

    @Test
    void a_refusal_is_final_and_so_is_the_twelfth_failure() throws Exception {
        for (var outcomes : List.of(
                List.of(answered(400, "{\"error\":{\"code\":\"bad\",\"message\":\"no\"}}")),
                Collections.nCopies(12, answered(500, "{}")))) {
            var other = new StubProvider();
            other.answers.addAll(outcomes);
            var w = new World(other);
            w.takeIn.take(List.of(w.sealed("m", ACME, chat("soon", ",\"deadline\":\"50m\""))));
            w.turnRunner(15);
            assertThat(w.ended(Ending.FAILED)).hasSize(1);
            var refusal = (SyncOutcome.Answered) outcomes.getLast();
            assertThat(((Settled) job(w).state()).answer())
                    .contains(new Answer.Inline(refusal.status(), refusal.body()));
            assertThat(other.calls).hasSize(outcomes.size());
            assertThat(w.failedInLedger()).isEqualTo(1);
        }
    }

    @Test
    void a_spent_budget_or_a_bad_key_does_not_end_a_job_before_its_deadline_does() throws Exception {
        for (int status : List.of(401, 402, 403, 429)) {
            var other = new StubProvider();
            other.answers.addAll(Collections.nCopies(100, answered(status, "{}")));
            var w = new World(other);
            w.takeIn.take(List.of(w.sealed("m", ACME, chat("soon", ",\"deadline\":\"20m\""))));
            w.turnRunner(20);
            assertThat(((Express) job(w).state()).attempt()).isEqualTo(1);
            w.turnRunner(2);
            assertThat(w.ended(Ending.EXPIRED)).hasSize(1);
            assertThat(w.failedInLedger()).isEqualTo(1);
        }
    }

    @Test
    void a_job_that_may_be_late_is_still_called_after_its_deadline() throws Exception {
        world.takeIn.take(List.of(world.sealed("m", ACME, chat("soon", ",\"deadline\":\"20m\",\"onLate\":\"wait\""))));
        world.advance(Duration.ofHours(3));
        assertThat(run(world.express.drain().getFirst())).isTrue();
        assertThat(settled().ending()).isEqualTo(Ending.SUCCEEDED);
    }

    @Test
    void an_answer_for_a_job_that_has_ended_meanwhile_is_metered() throws Exception {
        for (var ending : List.of(Ending.SUCCEEDED, Ending.CANCELED)) {
            var other = new StubProvider();
            var w = new World(other);
            w.takeIn.take(List.of(w.sealed("m", ACME, chat("soon", ",\"deadline\":\"20m\""))));
            other.beforeAnswer = () -> w.jobs.apply(List.of(new JobStore.Change(
                    job(w).id(),
                    ending == Ending.SUCCEEDED
                            ? new JobEvent.Succeed(Samples.succeeded(1))
                            : new JobEvent.End(Samples.ended(ending, 1)))));
            assertThat(w.runner.run(w.express.drain().getFirst(), w.until())).isTrue();
            var unused = w.unusedInLedger();
            assertThat(unused.answers()).isEqualTo(1);
            assertThat(unused.duplicateSpend().value() > 0).isEqualTo(ending == Ending.SUCCEEDED);
            assertThat(unused.canceledSpend().value() > 0).isEqualTo(ending == Ending.CANCELED);
            assertThat(((Settled) job(w).state()).ending()).isEqualTo(ending);
            assertThat(((Settled) job(w).state()).underWay()).isEmpty();
        }
    }

    @Test
    void a_call_whose_runner_died_and_whose_job_was_settled_otherwise_is_entered_as_in_doubt_once() throws Exception {
        var message = message();
        var intent =
                new JobState.Intent(world.clock.instant(), world.clock.instant().plusSeconds(100));
        world.jobs.apply(List.of(new JobStore.Change(job(world).id(), new JobEvent.Intend(1, intent))));
        world.jobs.apply(List.of(new JobStore.Change(job(world).id(), new JobEvent.Succeed(Samples.succeeded(1)))));
        assertThat(run(message)).isTrue();
        var again = backInTheQueue(Duration.ofSeconds(100), Duration.ofSeconds(100));
        assertThat(world.unusedInLedger().inDoubt()).isZero();
        world.advance(Duration.ofSeconds(101));
        assertThat(run(again)).isTrue();
        assertThat(run(again)).isTrue();
        assertThat(world.unusedInLedger().inDoubt()).isEqualTo(1);
        assertThat(settled()).isEqualTo(Samples.succeeded(1));
        assertThat(stub.calls).isEmpty();
    }

    @Test
    void a_lost_answer_is_not_asked_for_again() throws Exception {
        stub.answers.add(new SyncOutcome.InDoubt("timeout"));
        assertThat(run(message())).isTrue();
        assertThat(settled().reason().orElseThrow().code()).isEqualTo("in_doubt");
        assertThat(stub.calls).hasSize(1);
    }

    @Test
    void a_large_answer_goes_to_the_object_store() throws Exception {
        var large = "{\"model\":\"" + StubProvider.MODEL + "\",\"x\":\"" + "y".repeat(10_000) + "\"}";
        stub.answers.add(answered(200, large));
        assertThat(run(message())).isTrue();
        var stored = (Answer.Stored) settled().answer().orElseThrow();
        assertThat(new String(world.objects.read(stored.object(), stored.offset(), stored.length())))
                .isEqualTo(large);
    }

    @Test
    void a_refusal_whose_large_body_cannot_be_kept_still_ends_the_job() {
        message();
        var intent =
                new JobState.Intent(world.clock.instant(), world.clock.instant().plusSeconds(100));
        world.jobs.apply(List.of(new JobStore.Change(job(world).id(), new JobEvent.Intend(1, intent))));
        var settle = new SettleCall(world.jobs, new NoObjects(), world.clock);
        var refusal = (SyncOutcome.Answered) answered(400, "y".repeat(10_000));
        assertThat(settle.failed(
                        new SettleCall.Call(job(world), 1, intent), new ProviderFailure(400, "bad", "no"), refusal))
                .isTrue();
        assertThat(settled().ending()).isEqualTo(Ending.FAILED);
        assertThat(settled().reason().orElseThrow().code()).isEqualTo("bad");
        assertThat(settled().answer()).isEmpty();
    }

    private static final class NoObjects implements ObjectStore {
        @Override
        public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
            throw new IOException("the object store is away");
        }

        @Override
        public long copy(String key, InputStream from) throws IOException {
            throw new IOException("the object store is away");
        }

        @Override
        public InputStream open(String key, long offset, long length) throws IOException {
            throw new IOException("the object store is away");
        }

        @Override
        public Optional<Long> size(String key) {
            return Optional.empty();
        }
    }

    @Test
    void a_runner_that_stood_still_over_its_intent_makes_no_call() throws Exception {
        world.takeIn.take(List.of(world.sealed("m", ACME, chat("soon", ",\"deadline\":\"50m\""))));
        // every look at the clock takes so long that time is up after the intent is written and not before
        world.tick = Duration.ofMinutes(4);
        assertThat(run(world.express.drain().getFirst())).isTrue();
        world.tick = Duration.ZERO;
        assertThat(stub.calls).isEmpty();
        assertThat(run(backInTheQueue(Duration.ZERO, Duration.ZERO))).isTrue();
        assertThat(settled().ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(stub.calls).hasSize(1);
    }

    @Test
    void a_call_leaves_time_to_write_down_its_outcome_and_is_not_made_without() throws Exception {
        var message = message();
        assertThat(world.runner.run(message, world.clock.instant().plusSeconds(30)))
                .isTrue();
        message = backInTheQueue(Duration.ZERO, Duration.ZERO);
        assertThat(stub.calls).isEmpty();
        assertThat(((Express) job(world).state()).intent()).isEmpty();
        assertThat(world.runner.run(message, world.clock.instant().plusSeconds(100)))
                .isTrue();
        assertThat(stub.timeouts).containsExactly(Duration.ofSeconds(95));
    }

    @Test
    void a_message_without_a_row_or_for_an_ended_job_is_done_with() throws Exception {
        var message = message();
        var nobody = new Envelope(
                Envelope.Kind.JOB,
                world.ids.derived(ACME, world.clock.instant(), "nobody").value(),
                ACME,
                world.clock.instant(),
                1,
                message.body());
        assertThat(run(nobody)).isTrue();
        assertThat(stub.calls).isEmpty();
    }

    @Test
    void whatever_goes_wrong_a_job_is_called_for_once_and_ends() {
        var stubs = new ArrayList<StubProvider>();
        int tried = EveryFault.of(
                () -> {
                    stubs.add(new StubProvider());
                    stubs.getLast().answers.add(answered(503, "{}"));
                    stubs.getLast().answers.add(answered(200, "{\"x\":\"" + "y".repeat(5_000) + "\"}"));
                    var w = new World(stubs.getLast());
                    w.effects.quietly(
                            () -> w.takeIn.take(List.of(w.sealed("m", ACME, chat("soon", ",\"deadline\":\"20m\"")))));
                    return w;
                },
                w -> {
                    w.turnRunner(60);
                    var end = (Settled) job(w).state();
                    assertThat(stubs.getLast().calls).as("calls").hasSizeLessThanOrEqualTo(2);
                    assertThat(w.succeededInLedger() + w.failedInLedger()).isEqualTo(1);
                    assertThat(end.ending() == Ending.SUCCEEDED
                                    || end.ending() == Ending.EXPIRED
                                    || end.reason().orElseThrow().code().equals("in_doubt"))
                            .isTrue();
                });
        assertThat(tried).isGreaterThanOrEqualTo(24);
    }
}

package dev.offpeak.core.job;

import static dev.offpeak.core.Samples.NOW;
import static dev.offpeak.core.Samples.SEGMENT;
import static dev.offpeak.core.Samples.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Seeds;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.JobEvent.End;
import dev.offpeak.core.job.JobEvent.Fail;
import dev.offpeak.core.job.JobEvent.Intend;
import dev.offpeak.core.job.JobEvent.Restage;
import dev.offpeak.core.job.JobEvent.Retry;
import dev.offpeak.core.job.JobEvent.Succeed;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobState.Intent;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.NanoDollars;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.state.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTransitionsTest {
    private static final Intent INTENT = new Intent(NOW, NOW.plusSeconds(60));
    private static final List<SegmentId> SEGMENTS = List.of(SEGMENT, new SegmentId("seg_b"), new SegmentId("seg_c"));

    @Test
    void nothing_moves_a_settled_job() {
        Seeds.each(500, seeds -> {
            var state = someSettled(seeds);
            assertThat(JobTransitions.on(state, someEvent(seeds))).isInstanceOf(Step.Stays.class);
        });
    }

    @Test
    void nothing_moves_a_job_that_follows_another() {
        var following = new Following(new JobId(JobId.PREFIX + "7".repeat(37)));
        Seeds.each(
                500,
                seeds -> assertThat(JobTransitions.on(following, someEvent(seeds)))
                        .isEqualTo(Step.stays("shares the call of " + following.leader())));
        assertThat(JobTransitions.attempt(following)).isEqualTo(1);
    }

    @Test
    void who_shares_a_call_ends_as_its_leader_and_pays_nothing() {
        var paid = new Settled(
                Ending.SUCCEEDED,
                2,
                "batch_1#0",
                NOW,
                Optional.of(new Answer.Stored(200, "results/1", 3, 4)),
                new Usage(1, 2, 3, 4, 5, Usage.Tier.BATCH),
                Optional.of(new Cost(new NanoDollars(7), new NanoDollars(14))),
                Optional.empty(),
                Optional.of(INTENT));
        assertThat(paid.atNoCost())
                .isEqualTo(new Settled(
                        paid.ending(),
                        paid.attempt(),
                        paid.by(),
                        paid.at(),
                        paid.answer(),
                        paid.usage(),
                        Optional.of(Cost.NONE),
                        paid.reason()));
    }

    @Test
    void a_success_settles_a_job_whatever_its_attempt() {
        Seeds.each(500, seeds -> {
            var success = settled(Ending.SUCCEEDED, seeds.between(1, 9), "batch_1#0");
            var state = someLive(seeds);
            assertThat(JobTransitions.on(state, new Succeed(success))).isEqualTo(Step.to(during(state, success)));
        });
    }

    @Test
    void an_end_from_outside_settles_a_job_whatever_its_attempt() {
        Seeds.each(500, seeds -> {
            var end = settled(Ending.CANCELED, seeds.between(1, 9), "caller");
            var state = someLive(seeds);
            assertThat(JobTransitions.on(state, new End(end))).isEqualTo(Step.to(during(state, end)));
        });
    }

    /// What something else than a direct call settles remembers the call that was under way.
    private static Settled during(JobState state, Settled settled) {
        return state instanceof Express express ? settled.with(express.intent()) : settled;
    }

    @Test
    void a_call_that_settles_its_own_job_is_not_under_way_any_more_and_another_ones_is_entered_once() {
        var called = new Express(1, Optional.of(INTENT));
        var own = settled(Ending.SUCCEEDED, 1, "express#1");
        assertThat(JobTransitions.on(called, new Succeed(own))).isEqualTo(Step.to(own));
        var other = settled(Ending.SUCCEEDED, 1, "batch_1#0");
        var during = other.with(Optional.of(INTENT));
        assertThat(JobTransitions.on(called, new Succeed(other))).isEqualTo(Step.to(during));
        assertThat(JobTransitions.on(during, new JobEvent.Enter(INTENT))).isEqualTo(Step.to(other));
        assertThat(JobTransitions.on(other, new JobEvent.Enter(INTENT))).isInstanceOf(Step.Stays.class);
    }

    @Test
    void an_answer_can_be_forgotten_once_there_is_an_end_and_what_it_cost_is_not() {
        var why = new JobState.Reason("deleted", "by its owner");
        Seeds.each(500, seeds -> {
            assertThat(JobTransitions.on(someLive(seeds), new JobEvent.Forget(why)))
                    .isInstanceOf(Step.Stays.class);
            var settled = settled(Ending.SUCCEEDED, seeds.between(1, 9), "batch_1#0");
            var left = (Settled) ((Step.Moved<JobState>) JobTransitions.on(settled, new JobEvent.Forget(why))).to();
            assertThat(left.answer()).isEmpty();
            assertThat(left.reason()).contains(why);
            assertThat(left.cost()).isEqualTo(settled.cost());
            assertThat(left.by()).isEqualTo(settled.by());
        });
    }

    @Test
    void a_failure_or_retry_acts_on_its_own_attempt_only() {
        Seeds.each(500, seeds -> {
            var state = someLive(seeds);
            int attempt = seeds.between(1, 4);
            boolean own = attempt == JobTransitions.attempt(state);
            var failure = settled(Ending.FAILED, attempt, "batch_1#0");
            var next = new Express(attempt + 1);
            assertThat(JobTransitions.on(state, new Fail(failure)).equals(Step.to(during(state, failure))))
                    .isEqualTo(own);
            assertThat(JobTransitions.on(state, new Retry(attempt, next)).equals(Step.to(next)))
                    .isEqualTo(own);
        });
    }

    @Test
    void two_runners_cannot_both_intend_one_attempt() {
        var first = JobTransitions.on(new Express(1), new Intend(1, INTENT));
        assertThat(first).isEqualTo(Step.to(new Express(1, Optional.of(INTENT))));
        assertThat(JobTransitions.on(new Express(1, Optional.of(INTENT)), new Intend(1, INTENT)))
                .isEqualTo(Step.stays("attempt 1 is being made already"));
    }

    @Test
    void a_lost_event_says_how_it_lost() {
        assertThat(JobTransitions.on(new Express(2), new Intend(1, INTENT)))
                .isEqualTo(Step.stays("attempt 1 is not the current one, 2"));
        assertThat(JobTransitions.on(
                        new Staged(1, SEGMENTS.get(1), 0), new Restage(SEGMENT, new Staged(1, SEGMENT, 0))))
                .isEqualTo(Step.stays("moved to seg_b already"));
        assertThat(JobTransitions.on(new Staged(1, SEGMENT, 0), new Intend(1, INTENT)))
                .isEqualTo(Step.stays("not on the express lane"));
        assertThat(JobTransitions.on(new Express(1), new Restage(SEGMENT, new Staged(1, SEGMENT, 0))))
                .isEqualTo(Step.stays("on the express lane"));
        assertThat(JobTransitions.on(
                        settled(Ending.EXPIRED, 1, "caller"), new Fail(settled(Ending.FAILED, 1, "batch_1#0"))))
                .isEqualTo(Step.stays("ended as EXPIRED already"));
    }

    @Test
    void a_voided_segments_line_goes_where_it_lies_now() {
        var to = new Staged(1, SEGMENTS.get(2), 4);
        assertThat(JobTransitions.on(new Staged(1, SEGMENT, 0), new Restage(SEGMENT, to)))
                .isEqualTo(Step.to(to));
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, duplicate_spend",
        "FAILED, duplicate_spend",
        "EXPIRED, duplicate_spend",
        "REJECTED, duplicate_spend",
        "CANCELED, canceled_spend"
    })
    void a_success_that_comes_too_late_is_named_as_spend(Ending ending, String spend) {
        var late = new Succeed(settled(Ending.SUCCEEDED, 1, "batch_2#17"));
        assertThat(JobTransitions.on(settled(ending, 1, "batch_1#0"), late)).isEqualTo(Step.stays(spend));
    }

    @Test
    void the_same_success_written_again_is_no_second_spend() {
        var success = settled(Ending.SUCCEEDED, 1, "batch_1#0");
        assertThat(JobTransitions.on(success, new Succeed(success)))
                .isEqualTo(Step.stays("settled by batch_1#0 already"));
    }

    @Test
    void every_state_knows_its_attempt() {
        assertThat(JobTransitions.attempt(new Staged(3, SEGMENT, 0))).isEqualTo(3);
        assertThat(JobTransitions.attempt(new Express(4))).isEqualTo(4);
        assertThat(JobTransitions.attempt(settled(Ending.FAILED, 5, "express#5")))
                .isEqualTo(5);
    }

    private static JobState someLive(Seeds seeds) {
        int attempt = seeds.between(1, 4);
        return switch (seeds.between(0, 2)) {
            case 0 -> new Staged(attempt, seeds.oneOf(SEGMENTS), seeds.between(0, 9));
            case 1 -> new Express(attempt);
            default -> new Express(attempt, Optional.of(INTENT));
        };
    }

    private static Settled someSettled(Seeds seeds) {
        return settled(
                seeds.oneOf(List.of(Ending.values())), seeds.between(1, 4), "batch_" + seeds.between(1, 3) + "#0");
    }

    private static JobEvent someEvent(Seeds seeds) {
        return switch (seeds.between(0, 5)) {
            case 0 -> new Succeed(someSettled(seeds));
            case 1 -> new Fail(someSettled(seeds));
            case 2 -> new End(someSettled(seeds));
            case 3 -> new Retry(seeds.between(1, 4), someLive(seeds));
            case 4 -> new Intend(seeds.between(1, 4), INTENT);
            default -> new Restage(seeds.oneOf(SEGMENTS), new Staged(1, seeds.oneOf(SEGMENTS), 0));
        };
    }
}

package dev.offpeak.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.ProviderFailure;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRepliesTest {
    private static final BatchView BATCH = new BatchView(
            new BatchId("batch_1"),
            new BatchView.Status.Running("in_progress"),
            Counts.NONE,
            Instant.EPOCH,
            Optional.empty());

    private final BatchReplies replies = new BatchReplies(
            body -> body.length == 1 ? Optional.of(BATCH) : Optional.empty(),
            answered -> new ProviderFailure(answered.status(), "code", "message"));

    @Test
    void a_batch_in_the_answer_is_created() {
        assertThat(replies.created(answer(200, 1))).isEqualTo(new CreateOutcome.Created(BATCH));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 422})
    void a_refusal_of_the_bytes_is_final(int status) {
        assertThat(replies.created(answer(status, 0))).isInstanceOf(CreateOutcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 429})
    void a_refusal_of_the_account_passes(int status) {
        assertThat(replies.created(answer(status, 0))).isInstanceOf(CreateOutcome.NotNow.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 408, 409, 500, 502, 503, 504, 529, 600})
    void any_other_answer_leaves_it_in_doubt(int status) {
        assertThat(replies.created(answer(status, 0))).isInstanceOf(CreateOutcome.InDoubt.class);
    }

    @Test
    void a_success_that_shows_no_batch_leaves_it_in_doubt() {
        assertThat(replies.created(answer(200, 0))).isInstanceOf(CreateOutcome.InDoubt.class);
    }

    @Test
    void what_was_not_sent_may_be_sent_and_what_was_lost_may_not() {
        assertThat(replies.created(new Outcome.NotSent("x"))).isInstanceOf(CreateOutcome.NotNow.class);
        assertThat(replies.created(new Outcome.InDoubt("x"))).isInstanceOf(CreateOutcome.InDoubt.class);
    }

    @Test
    void a_lookup_knows_found_not_found_and_nothing_else() {
        assertThat(replies.lookedUp(answer(200, 1))).isEqualTo(new LookupOutcome.Found(BATCH));
        assertThat(replies.lookedUp(answer(404, 0))).isInstanceOf(LookupOutcome.NotFound.class);
        for (var outcome : new Outcome[] {
            answer(200, 0), answer(400, 0), answer(502, 0), new Outcome.NotSent("x"), new Outcome.InDoubt("x")
        }) {
            assertThat(replies.lookedUp(outcome)).isInstanceOf(LookupOutcome.Unavailable.class);
        }
    }

    private static Outcome.Answered answer(int status, int length) {
        return new Outcome.Answered(status, Headers.NONE, new byte[length]);
    }
}

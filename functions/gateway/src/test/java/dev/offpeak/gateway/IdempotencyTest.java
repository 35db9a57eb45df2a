package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertProblem;
import static dev.offpeak.gateway.World.CHAT;
import static dev.offpeak.gateway.World.JOB;
import static dev.offpeak.gateway.World.job;
import static dev.offpeak.gateway.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private final World world = new World(new Tenants.Authorized());

    private static Call keyed(String body) {
        return Call.post("/v1/jobs", body).with("Idempotency-Key", "night-1").authorizedAs("acme");
    }

    @Test
    void a_replay_is_the_same_job_and_is_sent_again() {
        var first = world.answer(keyed(JOB));
        world.now = world.now.plusSeconds(90);
        var second = world.answer(keyed(JOB));
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(world.queue.sent()).hasSize(2);
        assertThat(world.queue.sent().get(1)).isEqualTo(world.queue.sent().get(0));
    }

    @Test
    void another_body_under_the_same_key_is_refused() {
        world.answer(keyed(JOB));
        assertProblem(world.answer(keyed(JOB + " ")), 422, "idempotency-key-reused", "another body");
        assertThat(world.queue.sent()).hasSize(1);
    }

    @Test
    void a_crash_after_the_key_was_taken_loses_nothing() {
        world.broken.add(Outbox.class);
        assertThat(world.answer(keyed(JOB)).status()).isEqualTo(503);
        assertThat(world.queue.sent()).isEmpty();
        world.broken.clear();
        var id = json(world.answer(keyed(JOB))).path("id").asText();
        assertThat(world.queue.sent()).extracting(Envelope::id).containsExactly(id);
    }

    @Test
    void a_replay_of_what_was_accepted_is_not_refused_for_its_deadline() {
        var near = keyed(job(CHAT, ",\"deadline\":\"" + world.now.plus(Duration.ofMinutes(11)) + "\""));
        var first = world.answer(near);
        world.now = world.now.plus(Duration.ofMinutes(5));
        assertThat(world.answer(near).body()).isEqualTo(first.body());
    }

    @Test
    void keys_of_two_tenants_never_meet() {
        world.answer(keyed(JOB));
        assertThat(world.answer(keyed(JOB + " ").authorizedAs("other")).status())
                .isEqualTo(202);
    }

    @Test
    void one_key_never_stands_for_a_job_and_an_upload() {
        world.answer(keyed(JOB));
        assertProblem(
                world.answer(keyed(JOB).with("Content-Type", "application/x-ndjson")), 422, "idempotency-key-reused");
    }

    @Test
    void a_week_later_a_key_is_free_again() {
        var first = json(world.answer(keyed(JOB))).path("id");
        world.now = world.now.plus(Duration.ofDays(8));
        assertThat(json(world.answer(keyed(JOB))).path("id")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "é"})
    void a_key_is_visible_ascii(String key) {
        assertProblem(
                world.answer(keyed(JOB).with("Idempotency-Key", key)), 400, "bad-idempotency-key", "Idempotency-Key");
    }

    @Test
    void a_replay_of_a_job_somebody_waited_for_gets_its_answer_and_costs_nothing() {
        world.openAi.willAnswer(200, "{\"a\":1}");
        var waiting = keyed(job(CHAT, ",\"waiting\":true"));
        var first = world.answer(waiting);
        assertThat(world.answer(waiting).body()).isEqualTo(first.body());
        assertThat(world.openAi.made).hasSize(1);
    }

    @Test
    void on_a_drop_in_route_the_deadline_belongs_to_what_the_key_stands_for() {
        var call = Call.post("/openai/v1/chat/completions", CHAT)
                .authorizedAs("acme")
                .with("Idempotency-Key", "k")
                .with("Offpeak-Deadline", "12h");
        var first = world.answer(call);
        assertThat(world.answer(call).body()).isEqualTo(first.body());
        var other = world.answer(call.with("Offpeak-Deadline", "2h"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(json(other).at("/error/message").asText()).contains("Idempotency-Key");
    }
}

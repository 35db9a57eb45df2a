package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.queue.Outbox;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final World world = new World();

    @Test
    void health_needs_no_key_and_no_store() {
        var closed = new World(Tenants.Keyed.parse(""));
        closed.broken.add(JobStore.class);
        var response = closed.answer(Call.get("/v1/health"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().text()).isEqualTo("{\"status\":\"ok\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/v1/jobs|GET, POST",
                "OPTIONS|/v1/jobs|GET, POST",
                "POST|/v1/jobs/job_x|DELETE, GET",
                "DELETE|/v1/jobs/job_x/result|GET",
                "POST|/v1/batches|GET",
                "PATCH|/v1/ledger|GET",
                "POST|/v1/health|GET",
                "OPTIONS|/v1/health|GET"
            })
    void another_method_is_told_which_ones_are_taken(String method, String path, String allowed) {
        var response = world.answer(Call.of(method, path));
        assertProblem(response, 405, "method-not-allowed", path, allowed);
        assertThat(response.headers()).containsEntry("Allow", allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "OPTIONS", "HEAD"})
    void a_drop_in_route_takes_post_only(String method) {
        var response = world.answer(Call.of(method, "/openai/v1/chat/completions"));
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/health", "/v1/batches", "/v1/ledger"})
    void head_answers_like_get_without_the_body(String path) {
        var head = world.answer(Call.of("HEAD", path));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).isEqualTo(world.answer(Call.get(path)).headers());
        assertThat(head.body().length()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/jobs/", "/v1/jobs/a/b", "/v2/jobs", "/mistral/v1/chat", "/openai/x"})
    void a_path_without_anything_is_not_found(String path) {
        assertProblem(world.answer(Call.get(path)), 404, "no-such-route", "there is nothing at " + path);
    }

    @Test
    void a_long_path_is_not_repeated_whole() {
        var response = world.answer(Call.get("/" + "x".repeat(5000)));
        assertProblem(response, 404, "no-such-route", "…");
        assertThat(response.body().length()).isLessThan(400);
    }

    @ParameterizedTest
    @CsvSource({
        "openai,/openai/v1/fine_tuning/jobs",
        "anthropic,/anthropic/v1/chat/completions",
        "anthropic,/anthropic/v1/complete"
    })
    void what_a_provider_has_and_offpeak_does_not_is_said_in_its_envelope(String provider, String path) {
        var response = world.answer(Call.post(path, "{}"));
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers()).containsEntry("Content-Type", "application/json");
        assertThat(World.json(response).at("/error/message").asText()).contains(path);
        assertThat(World.json(response).path("type").asText()).isEqualTo(provider.equals("anthropic") ? "error" : "");
    }

    @Test
    void a_store_out_of_reach_is_a_503_that_tells_nothing_of_it() {
        world.broken.add(JobStore.class);
        var id = world.fresh(World.ACME, world.now);
        for (var call : new Call[] {
            Call.get("/v1/jobs/" + id),
            Call.get("/v1/jobs/" + id + "/result"),
            Call.of("DELETE", "/v1/jobs/" + id),
            Call.get("/v1/jobs").query("reference", "x")
        }) {
            var response = world.answer(call);
            assertProblem(response, 503, "unavailable");
            assertThat(response.body().text()).doesNotContain("JobStore", "reached");
            assertThat(response.headers()).containsEntry("Retry-After", "1");
        }
    }

    @Test
    void every_desk_survives_its_store() {
        world.broken.addAll(Set.of(BatchStore.class, Ledger.class, KeyStore.class, Outbox.class));
        assertProblem(world.answer(Call.get("/v1/batches")), 503, "unavailable");
        assertProblem(world.answer(Call.get("/v1/ledger")), 503, "unavailable");
        assertProblem(world.answer(Call.post("/v1/jobs", World.JOB).with("Idempotency-Key", "k")), 503, "unavailable");
        assertProblem(world.answer(Call.post("/v1/jobs", World.JOB)), 503, "unavailable");
        assertProblem(world.answer(Call.ndjson(World.JOB)), 503, "unavailable");
    }

    @Test
    void on_a_drop_in_route_a_503_wears_the_providers_envelope() {
        world.broken.add(Outbox.class);
        var response = world.answer(Call.post("/anthropic/v1/messages", """
                        {"model":"claude-x","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}""").with("Offpeak-Waiting", "none"));
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "1");
        assertThat(World.json(response).path("type").asText()).isEqualTo("error");
        assertThat(response.body().text()).doesNotContain("Outbox");
    }
}

package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsTest {
    private static final String ACME_HASH = "0123456789abcdef".repeat(4);

    private final World world = new World(Tenants.Keyed.parse(
            "acme:" + TenantsTest.sha256("sk-acme") + ", other:" + TenantsTest.sha256("sk-other") + ","));

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"Authorization,Bearer sk-acme", "authorization,bearer  sk-acme ", "x-api-key,sk-acme"})
    void a_key_comes_where_the_sdks_put_it(String header, String value) {
        assertThat(world.answer(Call.get("/v1/batches").with(header, value)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization,Bearer sk-wrong",
        "Authorization,Basic sk-acme",
        "Authorization,sk-acme",
        "Authorization,Bearer",
        "x-api-key,''",
        "x-api-key,SK-ACME",
        "cookie,sk-acme"
    })
    void anything_else_is_unauthorized(String header, String value) {
        var response = world.answer(Call.get("/v1/batches").with(header, value));
        assertProblem(response, 401, "unauthorized");
        assertThat(response.headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(response.body().text()).doesNotContain("sk-");
    }

    @Test
    void on_a_drop_in_route_unauthorized_wears_the_providers_envelope() {
        var openAi = world.answer(Call.post("/openai/v1/chat/completions", "{}"));
        assertThat(openAi.status()).isEqualTo(401);
        assertThat(World.json(openAi).at("/error/type").asText()).isEqualTo("authentication_error");
        var anthropic = world.answer(Call.post("/anthropic/v1/messages", "{}"));
        assertThat(anthropic.status()).isEqualTo(401);
        assertThat(World.json(anthropic).path("type").asText()).isEqualTo("error");
        assertThat(World.json(anthropic).at("/error/type").asText()).isEqualTo("authentication_error");
        assertThat(world.openAi.made).isEmpty();
    }

    @Test
    void a_job_belongs_to_the_key_it_came_with() {
        var id = World.json(world.answer(Call.post("/v1/jobs", World.JOB).with("x-api-key", "sk-acme")))
                .path("id")
                .asText();
        var job = Call.get("/v1/jobs/" + id);
        assertThat(world.answer(job.with("x-api-key", "sk-acme")).status()).isEqualTo(200);
        assertProblem(world.answer(job.with("x-api-key", "sk-other")), 404, "no-such-job");
    }

    @Test
    void without_keys_nobody_gets_in() {
        var closed = new World(Tenants.Keyed.parse(" "));
        assertProblem(closed.answer(Call.get("/v1/batches").with("x-api-key", "")), 401, "unauthorized");
    }

    @Test
    void an_authorizer_names_the_tenant() {
        var gated = new World(new Tenants.Authorized());
        assertThat(gated.answer(Call.get("/v1/batches").authorizedAs("acme")).status())
                .isEqualTo(200);
        assertProblem(gated.answer(Call.get("/v1/batches").with("x-api-key", "sk-acme")), 401, "unauthorized");
        // what the authorizer says is wrong is not the caller's fault
        assertProblem(gated.answer(Call.get("/v1/batches").authorizedAs("a b")), 503, "unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "acme:abc", "acme:sk-secret", "acme:AB", ":x", "acme::x", ",", "a b:0"})
    void a_configured_key_that_is_no_hash_stops_the_function_and_is_not_told(String text) {
        assertThatThrownBy(() -> Tenants.Keyed.parse(text + ",x:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret", ACME_HASH);
    }

    @Test
    void one_key_is_not_for_two_tenants() {
        assertThatThrownBy(() -> Tenants.Keyed.parse("acme:" + ACME_HASH + ",other:" + ACME_HASH))
                .hasMessageContaining("API key 2 is configured twice");
    }
}

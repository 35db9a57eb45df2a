package dev.offpeak.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// Boots the function's own wiring; nothing in it calls AWS.
@QuarkusTest
@TestProfile(GatewayBootTest.Configured.class)
class GatewayBootTest {
    public static final class Configured implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("quarkus.lambda.handler", "gateway"),
                    Map.entry("quarkus.lambda.mock-event-server.test-port", "0"),
                    Map.entry("quarkus.dynamodb.aws.region", "eu-central-1"),
                    Map.entry("quarkus.sqs.aws.region", "eu-central-1"),
                    Map.entry("quarkus.s3.aws.region", "eu-central-1"),
                    Map.entry("quarkus.ssm.aws.region", "eu-central-1"),
                    Map.entry("offpeak.auth", "keys"),
                    Map.entry("offpeak.api-keys", "acme:" + "0123456789abcdef".repeat(4)),
                    Map.entry("offpeak.bucket", "bucket"),
                    Map.entry("offpeak.queue.jobs", "http://localhost:1/queue"),
                    Map.entry("offpeak.id-secret", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
        }
    }

    @Inject
    @Named("gateway")
    RequestStreamHandler handler;

    private JsonNode answer(String event) throws IOException {
        var out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), out, null);
        return new JsonMapper().readTree(out.toByteArray());
    }

    @Test
    void the_wired_function_says_that_it_is_well() throws IOException {
        var answer = answer("{\"httpMethod\":\"GET\",\"path\":\"/v1/health\"}");
        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(answer.path("body").asText()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void it_lets_nobody_in_without_a_key() throws IOException {
        var answer = answer("{\"rawPath\":\"/v1/batches\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}");
        assertThat(answer.path("statusCode").asInt()).isEqualTo(401);
    }

    @Test
    void the_handler_is_chosen_by_its_name_in_the_environment() {
        // this test booted with that name: Quarkus stops when no handler has it
        var environment = new EnvConfigSource(Map.of("QUARKUS_LAMBDA_HANDLER", "gateway"), 300);
        var chosen = new SmallRyeConfigBuilder().withSources(environment).build();
        assertThat(chosen.getValue("quarkus.lambda.handler", String.class))
                .isEqualTo(ConfigProvider.getConfig().getValue("quarkus.lambda.handler", String.class))
                .isEqualTo(GatewayHandler.class.getAnnotation(Named.class).value());
    }
}

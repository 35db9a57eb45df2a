package dev.offpeak.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Boots the function's own wiring; nothing in it calls AWS.
@QuarkusTest
@TestProfile(GatewayBootTest.Configured.class)
class GatewayBootTest {
    public static final class Configured implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
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
    GatewayHandler handler;

    private JsonNode answer(String event) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var reply = handler.handle(new ByteArrayInputStream(event.getBytes(UTF_8)))) {
            reply.writeTo(out);
        }
        return new JsonMapper().readTree(out.toByteArray());
    }

    @Test
    void the_wired_function_says_that_it_is_well() throws IOException {
        var answer = answer("{\"httpMethod\":\"GET\",\"path\":\"/v1/health\"}");
        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
    }

    @Test
    void it_lets_nobody_in_without_a_key() throws IOException {
        var answer = answer("{\"rawPath\":\"/v1/batches\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}");
        assertThat(answer.path("statusCode").asInt()).isEqualTo(401);
    }
}

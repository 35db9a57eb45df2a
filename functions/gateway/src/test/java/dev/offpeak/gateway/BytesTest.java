package dev.offpeak.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.testkit.OddJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// From Lambda's event to the provider, and from the provider to Lambda's answer: no byte is another.
class BytesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final World world = new World();
    private final GatewayHandler handler = new GatewayHandler(world.desk());

    private byte[] answered(String path, Map<String, ?> event, byte[] answer, String type) throws IOException {
        var calls = path.startsWith("/openai") ? world.openAi : world.anthropic;
        calls.willOpen(new OpenOutcome.Answering(
                200, new Headers(Map.of("content-type", type)), new ByteArrayInputStream(answer)));
        var out = new ByteArrayOutputStream();
        try (var reply = handler.handle(new ByteArrayInputStream(JSON.writeValueAsBytes(event)))) {
            reply.writeTo(out);
        }
        var all = out.toByteArray();
        int prelude = 0;
        while (!Arrays.equals(all, prelude, prelude + 8, new byte[8], 0, 8)) {
            prelude++;
        }
        return Arrays.copyOfRange(all, prelude + 8, all.length);
    }

    private static Map<String, ?> event(String path, byte[] body, boolean base64) {
        return Map.of(
                "httpMethod",
                "POST",
                "path",
                path,
                "headers",
                Map.of("Content-Type", "application/json"),
                "isBase64Encoded",
                base64,
                "body",
                base64 ? Base64.getEncoder().encodeToString(body) : new String(body, UTF_8));
    }

    @Test
    void json_passes_byte_for_byte_both_ways() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            var json = new OddJson(seed);
            var openAi = json.below(2) == 0;
            var path = openAi ? "/openai/v1/responses" : "/anthropic/v1/messages";
            var body = json.object("\"model\":\"m\"").getBytes(UTF_8);
            var answer = json.object("\"usage\":{}").getBytes(UTF_8);
            var got = answered(path, event(path, body, json.below(2) == 0), answer, "application/json");
            var sent = (openAi ? world.openAi : world.anthropic).opened.getLast();
            assertThat(sent.body().toBytes()).as("seed %d", seed).isEqualTo(body);
            assertThat(got).as("seed %d", seed).isEqualTo(answer);
        }
    }

    @Test
    void what_is_no_json_at_all_passes_byte_for_byte_both_ways() throws IOException {
        var types = new String[] {"application/json", "text/event-stream", "image/png"};
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var body = new byte[random.nextInt(20_000)];
            var answer = new byte[random.nextInt(20_000)];
            random.nextBytes(body);
            random.nextBytes(answer);
            var path = "/anthropic/v1/messages";
            var got = answered(path, event(path, body, true), answer, types[random.nextInt(3)]);
            assertThat(world.anthropic.opened.getLast().body().toBytes())
                    .as("seed %d", seed)
                    .isEqualTo(body);
            assertThat(got).as("seed %d", seed).isEqualTo(answer);
        }
    }
}

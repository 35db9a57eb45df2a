package dev.offpeak.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final String DEEP =
            "{\"model\":\"gpt-6-luna\",\"stream\":true,\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
    private static final String REFUSAL = "{\"error\": {\"message\":\"not JSON \uFFFE\"}}\n";

    private final World world = new World();

    private FakeCalls calls(String provider) {
        return provider.equals("openai") ? world.openAi : world.anthropic;
    }

    private void assertRefused(HttpResponse response, String provider) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers()).containsEntry("Content-Type", "application/json");
        var json = World.json(response);
        assertThat(json.at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(json.at("/error/message").asText()).isNotEmpty();
        assertThat(json.path("type").asText()).isEqualTo(provider.equals("anthropic") ? "error" : "");
        assertThat(calls(provider).opened).isEmpty();
        assertThat(calls(provider).made).isEmpty();
        assertThat(world.queue.sent()).isEmpty();
        assertThat(world.ledger.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"openai,/openai/v1/chat/completions", "openai,/openai/v1/responses", "anthropic,/anthropic/v1/messages"
    })
    void what_is_wrong_with_a_body_is_for_the_provider_to_say(String provider, String path) {
        for (var body : new String[] {"", "{oops", "[]", "\uFEFF{}", DEEP, "{\"model\":" + "9".repeat(1 << 20) + "}"}) {
            calls(provider)
                    .willOpen(new OpenOutcome.Answering(
                            400,
                            new Headers(Map.of("content-type", "application/json")),
                            new ByteArrayInputStream(REFUSAL.getBytes(UTF_8))));
            var response = world.answer(Call.post(path, body));
            assertThat(calls(provider).opened.getLast().body().text()).isEqualTo(body);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().text()).isEqualTo(REFUSAL);
        }
    }

    @ParameterizedTest
    @CsvSource({"openai,/openai/v1/chat/completions", "openai,/openai/v1/responses", "anthropic,/anthropic/v1/messages"
    })
    void a_background_job_that_cannot_be_read_is_refused_as_the_provider_would(String provider, String path) {
        for (var body : new String[] {"", "{oops", "[]", "\uFEFF{}", DEEP, "{\"model\":\"m\"} x"}) {
            assertRefused(world.answer(Call.post(path, body).with("Offpeak-Waiting", "none")), provider);
        }
        var latin = Call.post(path, "")
                .body(Body.of("{\"model\":\"é\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
        assertRefused(world.answer(latin.with("Offpeak-Waiting", "none")), provider);
    }

    @ParameterizedTest
    @CsvSource({"openai,/openai/v1/models", "anthropic,/anthropic/v1/models"})
    void a_query_that_no_url_may_have_is_the_callers_fault(String provider, String path) {
        var request =
                new HttpRequest("GET", path, Map.of(), Map.of(), "after=%zz|secret", Body.of(""), Optional.empty(), "");
        var response = world.desk().answer(request);
        assertRefused(response, provider);
        assertThat(response.body().text()).contains("query").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"openai,/openai/v1/embeddings,openai-beta", "anthropic,/anthropic/v1/messages,anthropic-beta"})
    void a_header_that_http_cannot_carry_is_the_callers_fault(String provider, String path, String header) {
        var response = world.answer(Call.post(path, World.CHAT).with(header, "secret\u0001x"));
        assertRefused(response, provider);
        assertThat(response.body().text()).contains(header).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tell me a story", "x\\ny", ""})
    void what_is_no_name_of_a_model_stays_out_of_the_ledger(String model) {
        world.answer(Call.post("/openai/v1/chat/completions", "{\"model\":\"" + model + "\"}"));
        assertThat(world.ledger.lines().getFirst().account().model()).isEqualTo("unknown");
    }

    @Test
    void a_slow_reader_holds_the_provider_back() throws IOException {
        var endless = new Endless(256L << 20);
        for (var type : new String[] {"application/json", "text/event-stream", "image/png"}) {
            endless.read = 0;
            world.openAi.willOpen(new OpenOutcome.Answering(200, new Headers(Map.of("content-type", type)), endless));
            var response = world.desk()
                    .answer(Call.post("/openai/v1/chat/completions", "{\"model\":\"m\",\"stream\":true}")
                            .request());
            var taken = new long[1];
            try (var source = ((Content.Passing) response.content()).source()) {
                source.writeTo(new OutputStream() {
                    @Override
                    public void write(int b) {
                        taken[0]++;
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        // an event that may have to be kept back is held, up to a mebibyte
                        assertThat(endless.read - taken[0]).isLessThanOrEqualTo((1 << 20) + 2 * 8192);
                        taken[0] += length;
                    }
                });
            }
            assertThat(taken[0]).isEqualTo(endless.length);
        }
    }

    /// One event, one string, one image that does not end before `length` bytes.
    private static final class Endless extends InputStream {
        private final long length;
        private long read;

        Endless(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            return read++ < length ? 'x' : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int most) {
            if (read >= length) {
                return -1;
            }
            int more = (int) Math.min(most, length - read);
            java.util.Arrays.fill(bytes, from, from + more, (byte) 'x');
            read += more;
            return more;
        }
    }
}

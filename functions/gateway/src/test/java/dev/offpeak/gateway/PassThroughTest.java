package dev.offpeak.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.gateway.http.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PassThroughTest {
    private static final String START =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
                    + "{\"input_tokens\":9,\"output_tokens\":1}}}\n\n";
    private static final String ASK =
            "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final World world = new World();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Content.Source stream(InputStream body) {
        var noticed = new java.io.FilterInputStream(body) {
            @Override
            public void close() throws IOException {
                closed.set(true);
                super.close();
            }
        };
        world.anthropic.willOpen(new OpenOutcome.Answering(
                200,
                new Headers(Map.of(
                        "content-type",
                        "text/event-stream",
                        "request-id",
                        "req_1",
                        "anthropic-organization-id",
                        "org-1",
                        "anthropic-workspace-id",
                        "wrkspc-1")),
                noticed));
        var response =
                world.desk().answer(Call.post("/anthropic/v1/messages", ASK).request());
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsEntry("request-id", "req_1")
                .containsEntry("offpeak-lane", "SYNC")
                .doesNotContainKeys("anthropic-organization-id", "anthropic-workspace-id");
        return ((Content.Passing) response.content()).source();
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void each_piece_has_left_before_the_next_is_read() throws IOException {
        var out = new ByteArrayOutputStream();
        var second = new InputStream() {
            @Override
            public int read() {
                assertThat(out.toString(UTF_8)).isEqualTo(START);
                return -1;
            }
        };
        try (var source = stream(new SequenceInputStream(text(START), second))) {
            source.writeTo(out);
        }
    }

    @Test
    void the_ledger_is_written_after_the_last_byte() throws IOException {
        var source = stream(
                text(
                        START
                                + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}\n\n"));
        source.writeTo(OutputStream.nullOutputStream());
        assertThat(world.ledger.lines()).isEmpty();
        source.close();
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.inputTokens()).isEqualTo(9);
        assertThat(amounts.outputTokens()).isEqualTo(5);
        assertThat(amounts.unpriced()).isZero();
    }

    @Test
    void a_broken_stream_is_broken_for_the_caller_and_counted_as_far_as_it_is_known() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("canary");
            }
        };
        var source = stream(new SequenceInputStream(text(START), broken));
        assertThatThrownBy(() -> source.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(Content.BrokenAnswer.class)
                .hasMessageNotContaining("canary");
        source.close();
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.inputTokens()).isEqualTo(9);
        assertThat(amounts.unpriced()).isEqualTo(1);
        // half a price would pass for a whole one
        assertThat(amounts.cost()).isEqualTo(Cost.NONE);
    }

    @Test
    void a_caller_who_leaves_ends_the_providers_call() {
        var gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        var source = stream(text(START));
        assertThatThrownBy(() -> source.writeTo(gone)).isNotInstanceOf(Content.BrokenAnswer.class);
        source.close();
        assertThat(closed).isTrue();
        assertThat(world.ledger.lines().getFirst().amounts().unpriced()).isEqualTo(1);
    }

    @Test
    void a_refusal_passes_without_waiting_for_the_ledger() throws IOException {
        world.openAi.willOpen(new OpenOutcome.Answering(429, Headers.NONE, text("{}")));
        var response = world.desk()
                .answer(Call.post("/openai/v1/chat/completions", ASK).request());
        try (var source = ((Content.Passing) response.content()).source()) {
            source.writeTo(OutputStream.nullOutputStream());
            assertThat(world.ledger.lines()).isEmpty();
        }
        assertThat(world.ledger.lines().getFirst().amounts().failed()).isEqualTo(1);
    }

    @Test
    void a_refusal_of_our_key_ends_the_providers_call() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("canary");
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        world.openAi.willOpen(new OpenOutcome.Answering(401, Headers.NONE, broken));
        var response = world.answer(Call.get("/openai/v1/models"));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body().text()).contains("provider_key_refused");
        assertThat(closed).isTrue();
    }

    @Test
    void a_403_that_breaks_off_is_a_lost_answer() {
        world.openAi.willOpen(new OpenOutcome.Answering(403, Headers.NONE, new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("canary");
            }
        }));
        var response = world.answer(Call.post("/openai/v1/chat/completions", ASK));
        assertThat(response.status()).isEqualTo(504);
        assertThat(response.body().text()).doesNotContain("canary");
        assertThat(world.ledger.lines().getFirst().amounts().failed()).isEqualTo(1);
    }

    @Test
    void a_query_and_a_model_pass_and_the_callers_key_does_not() {
        world.answer(Call.get("/anthropic/v1/models/claude-x")
                .query("limit", "2 & 3")
                .with("x-api-key", "secret"));
        var call = world.anthropic.opened.getFirst();
        assertThat(call.target()).isEqualTo("/v1/models/claude-x?limit=2+%26+3");
        assertThat(call.method()).isEqualTo("GET");
        assertThat(call.headers().values()).isEmpty();
        assertThat(world.ledger.lines()).isEmpty();
    }

    @Test
    void a_form_cannot_be_a_background_job() {
        var response = world.answer(Call.post("/openai/v1/images/edits", "--x").with("Offpeak-Waiting", "none"));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body().text()).contains("cannot be a background job");
        assertThat(world.openAi.opened).isEmpty();
    }
}

package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsTest {
    private static final String CANARY = "canary-7f3a";

    private final StringWriter text = new StringWriter();
    private final Logger root = Logger.getLogger("");
    private final Handler capture = new Handler() {
        @Override
        public void publish(LogRecord record) {
            var out = new PrintWriter(text, true);
            out.println(record.getLevel() + " " + record.getLoggerName() + " " + record.getMessage());
            for (var parameter : record.getParameters() == null ? new Object[0] : record.getParameters()) {
                out.println(parameter);
            }
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(out);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        capture.setLevel(Level.ALL);
        root.addHandler(capture);
    }

    @AfterEach
    void leave() {
        root.removeHandler(capture);
    }

    @Test
    void keys_prompts_and_answers_never_reach_a_log() {
        var world = new World(new Tenants.Single(new TenantId("acme")));
        world.openAi.willAnswer(200, "{\"text\":\"" + CANARY + "x".repeat(5_000) + "\"}");
        everything(world);
        world.broken.add(Ledger.class);
        world.broken.add(ObjectStore.class);
        everything(world);
        world.openAi.will(new SyncOutcome.InDoubt("timed out"));
        world.broken.add(Outbox.class);
        everything(world);
        world.broken.add(JobStore.class);
        everything(world);
        world.openAi.willAnswer(401, "{\"error\":{\"message\":\"" + CANARY + "\",\"code\":\"" + CANARY + "\"}}");
        everything(world);
        assertThat(text.toString())
                .doesNotContain(CANARY)
                .contains("FrontDesk", "Till", "InlineJob", "possible_duplicate_spend", "provider_key_refused");
    }

    @Test
    void what_streams_and_breaks_never_reaches_a_log() throws IOException {
        var world = new World(new Tenants.Single(new TenantId("acme")));
        world.broken.add(Ledger.class);
        for (var path :
                new String[] {"/openai/v1/chat/completions", "/openai/v1/responses", "/anthropic/v1/messages"}) {
            var calls = path.startsWith("/openai") ? world.openAi : world.anthropic;
            var whole = stream(calls, new ByteArrayInputStream(EVENT));
            streamed(world, path, OutputStream.nullOutputStream());
            assertThat(whole.available()).isZero();
            stream(calls, new SequenceInputStream(new ByteArrayInputStream(EVENT), new Breaking()));
            streamed(world, path, OutputStream.nullOutputStream());
            stream(calls, new ByteArrayInputStream(EVENT));
            streamed(world, path, new Leaving());
        }
        assertThat(text.toString()).doesNotContain(CANARY).contains("Till");
    }

    private static InputStream stream(FakeCalls calls, InputStream body) {
        calls.willOpen(new OpenOutcome.Answering(200, new Headers(Map.of("content-type", "text/event-stream")), body));
        return body;
    }

    /// As the loop does it, whose own words are of the exceptions it is given.
    private void streamed(World world, String path, OutputStream out) {
        var body = "{\"model\":\"" + CANARY + " says\",\"stream\":true,\"input\":\"" + CANARY + "\"}";
        var response = world.desk()
                .answer(Call.post(path, body)
                        .with("Authorization", "Bearer " + CANARY)
                        .request());
        try (var source = ((Content.Passing) response.content()).source()) {
            source.writeTo(out);
        } catch (Content.BrokenAnswer e) {
            text.append(e.getMessage());
        } catch (IOException e) {
            text.append(e.getClass().getName());
        }
    }

    private static final byte[] EVENT =
            ("data: {\"type\":\"" + CANARY + "\",\"usage\":" + CANARY + "}\n\n").getBytes(StandardCharsets.UTF_8);

    private static final class Breaking extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("unexpected " + CANARY);
        }
    }

    private static final class Leaving extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("could not write " + CANARY);
        }
    }

    @Test
    void a_query_that_cannot_be_sent_is_not_logged_either() {
        var world = new World(new Tenants.Single(new TenantId("acme")));
        var request = new HttpRequest(
                "GET", "/openai/v1/models", Map.of(), Map.of(), "q=" + CANARY + "|", Body.of(""), Optional.empty(), "");
        assertThat(world.desk().answer(request).status()).isEqualTo(400);
        assertThat(text.toString()).doesNotContain(CANARY);
    }

    @Test
    void what_broke_is_logged_by_class_and_message_without_a_trace() {
        var world = new World();
        world.broken.add(JobStore.class);
        world.answer(Call.get("/v1/jobs/" + world.fresh(World.ACME, world.now)));
        assertThat(text.toString())
                .contains("java.lang.IllegalStateException", "JobStore cannot be reached")
                .doesNotContain("\tat ");
    }

    private static void everything(World world) {
        var body = "{\"model\":\"gpt-6-luna\",\"messages\":[\"" + CANARY + "\"]}";
        for (var path : new String[] {"/v1/jobs", "/openai/v1/chat/completions", "/v1/nothing/" + CANARY}) {
            for (var text : new String[] {
                body,
                "{" + CANARY,
                World.job(body),
                World.job(body, ",\"waiting\":true"),
                World.job(body, ",\"label\":\"<" + CANARY + ">\""),
                World.job(body, ",\"" + CANARY + "\":1")
            }) {
                var call = Call.post(path, text)
                        .with("Authorization", "Bearer " + CANARY)
                        .with("x-api-key", CANARY)
                        .with("Idempotency-Key", CANARY + text.hashCode() + world.broken.size())
                        .query(CANARY, CANARY);
                world.answer(call);
                world.answer(call.with("Offpeak-Waiting", "none"));
                world.answer(call.with("content-type", "application/x-ndjson"));
                world.answer(call.with("Offpeak-Deadline", CANARY));
            }
        }
    }
}

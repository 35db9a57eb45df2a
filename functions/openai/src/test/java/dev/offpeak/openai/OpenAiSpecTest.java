package dev.offpeak.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Patience;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.testkit.Samples;
import dev.offpeak.testkit.StubHttpProvider;
import dev.offpeak.testkit.TextLines;
import dev.offpeak.testkit.VendorSpec;
import dev.offpeak.wire.http.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Everything that is sent to OpenAI, against its own OpenAPI document.
class OpenAiSpecTest {
    private final VendorSpec spec = VendorSpec.find("openai-openapi.yaml", "/v1");
    private final StubHttpProvider stub = new StubHttpProvider();
    private final Provider openAi = OpenAi.provider(
            new OpenAiSettings(URI.create(stub.uri() + "/v1/"), () -> "sk-1", Timeouts.DEFAULT, new AccountId("main")));

    @AfterEach
    void close() {
        stub.close();
    }

    private void assertAllowed(String... lines) {
        assertThat(stub.asked)
                .extracting(asked -> asked.line().split("\\?", 2)[0])
                .containsExactly(lines);
        for (var asked : stub.asked) {
            var line = asked.line().split(" ", 2);
            assertThat(asked.headers()).containsEntry("authorization", "Bearer sk-1");
            assertThat(spec.flaws(new VendorSpec.Sent(line[0], line[1], asked.headers(), asked.body())))
                    .as(asked.line())
                    .isEmpty();
        }
    }

    @Test
    void an_upload_is_a_file_as_the_document_has_it() {
        openAi.first().batches().upload(new BundleId("bundle_1"), TextLines.of("{\"a\":1}"));
        assertAllowed("POST /v1/files");
    }

    @Test
    void a_create_is_a_batch_as_the_document_has_it() {
        var order = new BatchOrder(new BundleId("bundle_1"), new Endpoint("/v1/responses"), Headers.NONE, "file-9");
        openAi.first().batches().create(order, TextLines.of("{}"));
        assertAllowed("POST /v1/batches");
    }

    @Test
    void looking_listing_and_cancelling_are_calls_of_the_document() {
        stub.answering(200, "{\"data\":[],\"has_more\":false}");
        openAi.first().batches().find(new BatchId("batch_1"));
        openAi.first().batches().createdSince(Samples.NOW);
        stub.answering(200, "{\"id\":\"batch_1\",\"status\":\"cancelling\",\"created_at\":1700000000}");
        openAi.first().batches().cancel(new BatchId("batch_1"));
        assertAllowed("GET /v1/batches/batch_1", "GET /v1/batches", "POST /v1/batches/batch_1/cancel");
    }

    @Test
    void results_are_read_and_uploads_are_deleted_as_the_document_has_it() throws IOException {
        openAi.first().batches().openResults(new ResultFile("file-9")).close();
        openAi.first().batches().forget("file-9");
        assertAllowed("GET /v1/files/file-9/content", "DELETE /v1/files/file-9");
    }

    @Test
    void a_direct_call_is_the_callers_own_under_the_documents_path() {
        for (var call : Map.of(
                        "/v1/chat/completions",
                        "{\"model\":\"gpt-5.4-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                        "/v1/responses",
                        "{\"model\":\"gpt-5.4-mini\",\"input\":\"Hi\"}",
                        "/v1/embeddings",
                        "{\"model\":\"text-embedding-3-small\",\"input\":\"Hi\"}")
                .entrySet()) {
            stub.asked.clear();
            var request = new Request(new Endpoint(call.getKey()), Headers.NONE, Body.of(call.getValue()));
            openAi.first().calls().call(request, Duration.ofSeconds(20));
            assertAllowed("POST " + call.getKey());
        }
    }

    @Test
    void the_question_about_usage_is_one_of_the_document() {
        var passThrough = openAi.dialect().passThrough();
        var headers = new Headers(Map.of("content-type", "application/json"));
        for (var options : List.of(
                "",
                ",\"stream_options\":null",
                ",\"stream_options\":{}",
                ",\"stream_options\":{\"include_usage\":false}")) {
            var body =
                    "{\"model\":\"gpt-5.4-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true"
                            + options + "}";
            var chat = passThrough.passage("/v1/chat/completions").orElseThrow();
            var departure = passThrough.depart(chat, Body.of(body));
            assertThat(departure.askedForUsage()).isTrue();
            stub.asked.clear();
            var call = new DirectCall("POST", chat.path(), "", headers, departure.body());
            assertThat(openAi.first().calls().open(call, Patience.of(Duration.ofSeconds(20))))
                    .isInstanceOf(OpenOutcome.Answering.class);
            assertAllowed("POST /v1/chat/completions");
            assertThat(stub.asked.getFirst().body()).contains("\"stream_options\":{\"include_usage\":true}");
        }
    }

    @Test
    void what_the_document_does_not_allow_is_seen() {
        var headers = Map.of("content-type", "application/json");
        assertThat(spec.flaws(new VendorSpec.Sent("PUT", "/v1/batches", headers, "{}")))
                .isNotEmpty();
        assertThat(spec.flaws(new VendorSpec.Sent("GET", "/v1/batches?page=2", Map.of(), "")))
                .isNotEmpty();
        assertThat(spec.flaws(new VendorSpec.Sent("POST", "/v1/batches", headers, "{\"endpoint\":\"/v1/responses\"}")))
                .isNotEmpty();
        var unknown =
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/responses\",\"completion_window\":\"24h\",\"mark\":1}";
        assertThat(spec.flaws(new VendorSpec.Sent("POST", "/v1/batches", headers, unknown)))
                .isNotEmpty();
        assertThat(spec.flaws(new VendorSpec.Sent("POST", "/v1/batches", headers, unknown.replace("24h", "12h"))))
                .hasSizeGreaterThan(1);
    }
}

package dev.offpeak.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.testkit.Samples;
import dev.offpeak.testkit.StubHttpProvider;
import dev.offpeak.testkit.TextLines;
import dev.offpeak.testkit.VendorSpec;
import dev.offpeak.wire.http.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Everything that is sent to Anthropic, against its own OpenAPI document.
class AnthropicSpecTest {
    private static final Request MESSAGE = new Request(
            new Endpoint("/v1/messages"),
            Headers.NONE,
            Body.of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":64,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));

    private final VendorSpec spec = VendorSpec.find("anthropic-openapi.json", "");
    private final StubHttpProvider stub = new StubHttpProvider();
    private final Provider anthropic = Anthropic.provider(
            new AnthropicSettings(stub.uri(), () -> "sk-1", Timeouts.DEFAULT, new AccountId("main")));

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
            assertThat(asked.headers()).containsEntry("x-api-key", "sk-1").containsKey("anthropic-version");
            assertThat(spec.flaws(new VendorSpec.Sent(line[0], line[1], asked.headers(), asked.body())))
                    .as(asked.line())
                    .isEmpty();
        }
    }

    @Test
    void a_create_holds_its_lines_as_the_document_has_them() {
        var id = new CustomId(Samples.jobId(Samples.tenant()), 1);
        var line = new String(anthropic.dialect().line(id, MESSAGE), UTF_8).strip();
        var order = new BatchOrder(new BundleId("bundle_1"), MESSAGE.endpoint(), Headers.NONE, "");
        anthropic.first().batches().create(order, TextLines.of(line));
        assertAllowed("POST /v1/messages/batches");
    }

    @Test
    void looking_listing_and_cancelling_are_calls_of_the_document() {
        stub.answering(200, "{\"data\":[],\"has_more\":false}");
        anthropic.first().batches().find(new BatchId("msgbatch_1"));
        anthropic.first().batches().createdSince(Samples.NOW);
        stub.answering(
                200,
                "{\"id\":\"msgbatch_1\",\"processing_status\":\"canceling\",\"created_at\":\"2026-11-23T12:00:00Z\"}");
        anthropic.first().batches().cancel(new BatchId("msgbatch_1"));
        assertAllowed(
                "GET /v1/messages/batches/msgbatch_1",
                "GET /v1/messages/batches",
                "POST /v1/messages/batches/msgbatch_1/cancel");
    }

    @Test
    void results_are_read_as_the_document_has_it() throws IOException {
        anthropic.first().batches().openResults(new ResultFile("msgbatch_1")).close();
        assertAllowed("GET /v1/messages/batches/msgbatch_1/results");
    }

    @Test
    void a_direct_call_is_the_callers_own_under_the_documents_path() {
        anthropic.first().calls().call(MESSAGE, Duration.ofSeconds(20));
        assertAllowed("POST /v1/messages");
    }

    @Test
    void what_the_document_does_not_allow_is_seen() {
        var headers = Map.of("content-type", "application/json", "anthropic-version", "2023-06-01");
        assertThat(spec.flaws(new VendorSpec.Sent("PUT", "/v1/messages/batches", headers, "{}")))
                .isNotEmpty();
        assertThat(spec.flaws(new VendorSpec.Sent("GET", "/v1/messages/batches?page=2", headers, "")))
                .isNotEmpty();
        assertThat(spec.flaws(new VendorSpec.Sent("POST", "/v1/messages/batches", headers, "{\"requests\":[{}]}")))
                .isNotEmpty();
        assertThat(spec.flaws(new VendorSpec.Sent("GET", "/v1/messages/batches", headers, "{}")))
                .isNotEmpty();
    }
}

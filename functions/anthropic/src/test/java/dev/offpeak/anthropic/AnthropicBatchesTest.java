package dev.offpeak.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.testkit.StubHttpProvider;
import dev.offpeak.testkit.TextLines;
import dev.offpeak.wire.http.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicBatchesTest {
    private static final BundleId BUNDLE = new BundleId("bundle_1");
    private static final Endpoint MESSAGES = new Endpoint("/v1/messages");
    private static final BatchId BATCH = new BatchId("msgbatch_1");
    private final StubHttpProvider stub = new StubHttpProvider();
    private final Provider anthropic = Anthropic.provider(
            new AnthropicSettings(stub.uri(), () -> "sk-1", Timeouts.DEFAULT, new AccountId("main")));

    @AfterEach
    void close() {
        stub.close();
    }

    @Test
    void nothing_is_uploaded_ahead() {
        assertThat(anthropic.first().batches().upload(BUNDLE, TextLines.of("{}")))
                .isEqualTo(new UploadOutcome.Uploaded(""));
        assertThat(stub.asked).isEmpty();
    }

    @Test
    void a_create_holds_the_lines_as_one_json_object_of_known_length() {
        batch("'processing_status':'in_progress'");
        var created = (CreateOutcome.Created) create(Headers.NONE, "{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
        assertThat(created.batch().id()).isEqualTo(BATCH);
        assertThat(stub.last().line()).isEqualTo("POST /v1/messages/batches");
        assertThat(stub.last().body()).isEqualTo("{\"requests\":[{\"a\":1},{\"b\":2},{\"c\":3}]}");
        assertThat(stub.last().headers())
                .containsEntry("x-api-key", "sk-1")
                .containsEntry("anthropic-version", "2023-06-01")
                .containsEntry("content-type", "application/json")
                .containsEntry(
                        "content-length", String.valueOf(stub.last().body().length()));
    }

    @Test
    void a_create_of_a_whole_size_batch_fits_the_limit_it_was_packed_for() {
        var lines = TextLines.of("{\"a\":1}", "{\"b\":2}");
        batch("'processing_status':'in_progress'");
        anthropic.first().batches().create(new BatchOrder(BUNDLE, MESSAGES, Headers.NONE, ""), lines);
        assertThat(stub.last().body())
                .hasSize((int) lines.bytes() + anthropic.dialect().batchLimits().envelope());
    }

    @Test
    void the_callers_version_and_betas_go_with_the_batch() {
        batch("'processing_status':'in_progress'");
        create(new Headers(Map.of("anthropic-version", "2026-10-21", "anthropic-beta", "a,b")), "{}");
        assertThat(stub.last().headers())
                .containsEntry("anthropic-version", "2026-10-21")
                .containsEntry("anthropic-beta", "a,b");
    }

    @ParameterizedTest
    @CsvSource({"400,Refused", "413,Refused", "401,NotNow", "429,NotNow", "500,InDoubt", "529,InDoubt", "504,InDoubt"})
    void a_create_is_judged_by_its_status(int status, String kind) {
        stub.answering(status, "{}");
        assertThat(create(Headers.NONE, "{}").getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void every_status_has_its_meaning() {
        assertThat(status("in_progress")).isEqualTo(new Status.Running("in_progress"));
        assertThat(status("canceling")).isEqualTo(new Status.Canceling());
        assertThat(status("ended")).isEqualTo(new Status.Ended("ended", List.of(new ResultFile("msgbatch_1"))));
        assertThat(status("brand_new")).isEqualTo(new Status.Unknown("brand_new"));
    }

    @Test
    void counters_are_summed_and_junk_among_them_is_left_out() {
        batch(
                "'processing_status':'ended','request_counts':{'processing':1,'succeeded':2,'errored':3,'canceled':4,'expired':'x'}");
        var found = (LookupOutcome.Found) anthropic.first().batches().find(BATCH);
        assertThat(found.batch().counts()).isEqualTo(new Counts(10, 2, 3));
    }

    @Test
    void a_batch_nobody_knows_is_not_found() {
        stub.answering(404, "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"m\"}}");
        assertThat(anthropic.first().batches().find(BATCH)).isInstanceOf(LookupOutcome.NotFound.class);
    }

    @Test
    void a_cancel_that_comes_too_late_shows_how_the_batch_ended() {
        stub.answering(400, "{}");
        anthropic.first().batches().cancel(BATCH);
        assertThat(stub.asked)
                .extracting(StubHttpProvider.Asked::line)
                .containsExactly("POST /v1/messages/batches/msgbatch_1/cancel", "GET /v1/messages/batches/msgbatch_1");
    }

    @Test
    void results_are_a_stream_or_a_failure() throws IOException {
        stub.answering(200, "row\n");
        try (var rows = anthropic.first().batches().openResults(new ResultFile("msgbatch_1"))) {
            assertThat(rows.readAllBytes()).isEqualTo("row\n".getBytes(UTF_8));
        }
        assertThat(stub.last().line()).isEqualTo("GET /v1/messages/batches/msgbatch_1/results");
        stub.answering(404, "{}");
        assertThatThrownBy(() -> anthropic.first().batches().openResults(new ResultFile("msgbatch_1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("404");
    }

    @Test
    void a_direct_call_has_a_version_even_when_the_caller_named_none() {
        anthropic.first().calls().call(new Request(MESSAGES, Headers.NONE, Body.of("{ }")), Duration.ofSeconds(20));
        assertThat(stub.last().line()).isEqualTo("POST /v1/messages");
        assertThat(stub.last().body()).isEqualTo("{ }");
        assertThat(stub.last().headers()).containsEntry("anthropic-version", "2023-06-01");
    }

    private Status status(String raw) {
        batch("'processing_status':'" + raw + "'");
        return ((LookupOutcome.Found) anthropic.first().batches().find(BATCH))
                .batch()
                .status();
    }

    private CreateOutcome create(Headers headers, String... lines) {
        return anthropic.first().batches().create(new BatchOrder(BUNDLE, MESSAGES, headers, ""), TextLines.of(lines));
    }

    private void batch(String members) {
        stub.answering(
                200,
                ("{'id':'msgbatch_1','created_at':'2026-11-23T10:00:00.123456+00:00','expires_at':'2026-11-24T10:00:00Z',"
                                + members + "}")
                        .replace('\'', '"'));
    }
}

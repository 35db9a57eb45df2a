package dev.offpeak.openai;

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
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.testkit.StubHttpProvider;
import dev.offpeak.testkit.TextLines;
import dev.offpeak.wire.http.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiBatchesTest {
    private static final BundleId BUNDLE = new BundleId("bundle_1");
    private static final String BATCH = "{'id':'batch_1','status':'validating','created_at':1700000000,";
    private final StubHttpProvider stub = new StubHttpProvider();
    private final Provider openAi = OpenAi.provider(new OpenAiSettings(
            URI.create(stub.uri() + "/v1/"), () -> "sk-1\n", Timeouts.DEFAULT, new AccountId("main")));

    @AfterEach
    void close() {
        stub.close();
    }

    @Test
    void an_upload_is_a_form_with_purpose_expiry_and_the_lines() {
        answer(200, "{'id':'file-9'}");
        assertThat(openAi.first().batches().upload(BUNDLE, TextLines.of("{\"a\":1}", "{\"b\":2}")))
                .isEqualTo(new UploadOutcome.Uploaded("file-9"));
        assertThat(stub.last().line()).isEqualTo("POST /v1/files");
        assertThat(stub.last().headers()).containsEntry("authorization", "Bearer sk-1");
        assertThat(stub.last().headers())
                .containsEntry("content-type", "multipart/form-data; boundary=offpeak-bundle_1");
        assertThat(stub.last().body())
                .isEqualTo("""
                        --offpeak-bundle_1
                        Content-Disposition: form-data; name="purpose"

                        batch
                        --offpeak-bundle_1
                        Content-Disposition: form-data; name="expires_after[anchor]"

                        created_at
                        --offpeak-bundle_1
                        Content-Disposition: form-data; name="expires_after[seconds]"

                        604800
                        --offpeak-bundle_1
                        Content-Disposition: form-data; name="file"; filename="bundle_1.jsonl"
                        Content-Type: application/jsonl

                        {"a":1}
                        {"b":2}

                        --offpeak-bundle_1--
                        """.replace("\n", "\r\n").replace("{\"a\":1}\r\n{\"b\":2}\r\n", "{\"a\":1}\n{\"b\":2}\n"));
    }

    @ParameterizedTest
    @CsvSource({"400,Refused", "413,Refused", "401,Unavailable", "429,Unavailable", "408,Unavailable", "500,Unavailable"
    })
    void an_upload_that_failed_is_refused_only_for_its_bytes(int status, String kind) {
        answer(status, "{'error':{'message':'m','code':'k'}}");
        assertThat(openAi.first()
                        .batches()
                        .upload(BUNDLE, TextLines.of("{}"))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(kind);
    }

    @Test
    void a_create_names_the_bundle_so_that_the_batch_can_be_found_again() {
        answer(200, BATCH + "'expires_at':1700086400}");
        var created = (CreateOutcome.Created) create();
        assertThat(stub.last().line()).isEqualTo("POST /v1/batches");
        assertThat(stub.last().body())
                .isEqualTo("{\"input_file_id\":\"file-9\",\"endpoint\":\"/v1/responses\",\"completion_window\":\"24h\","
                        + "\"metadata\":{\"offpeak_bundle\":\"bundle_1\"}}");
        assertThat(created.batch().id()).isEqualTo(new BatchId("batch_1"));
        assertThat(created.batch().status()).isEqualTo(new Status.Running("validating"));
        assertThat(created.batch().expiresAt()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"400,Refused", "429,NotNow", "500,InDoubt", "409,InDoubt"})
    void a_create_is_judged_by_its_status(int status, String kind) {
        answer(status, "{}");
        assertThat(create().getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void a_create_that_reaches_nobody_may_be_made_again() {
        stub.close();
        assertThat(create()).isInstanceOf(CreateOutcome.NotNow.class);
    }

    @Test
    void a_key_that_cannot_be_read_sends_nothing() {
        var keyless = OpenAi.provider(new OpenAiSettings(
                stub.uri(),
                () -> {
                    throw new IllegalStateException("secret store is down");
                },
                Timeouts.DEFAULT,
                new AccountId("main")));
        assertThat(keyless.first().batches().create(order(), TextLines.of("{}")))
                .isInstanceOf(CreateOutcome.NotNow.class);
        assertThat(stub.asked).isEmpty();
    }

    @Test
    void every_status_has_its_meaning() {
        assertThat(status("'status':'finalizing'")).isEqualTo(new Status.Running("finalizing"));
        assertThat(status("'status':'cancelling'")).isEqualTo(new Status.Canceling());
        assertThat(status("'status':'brand_new'")).isEqualTo(new Status.Unknown("brand_new"));
        assertThat(status("'status':'completed','output_file_id':null,'error_file_id':'file-e'"))
                .isEqualTo(new Status.Ended("completed", List.of(new ResultFile("file-e"))));
        assertThat(((Status.Ended) status("'status':'expired','output_file_id':'file-o','error_file_id':'file-e'"))
                        .files())
                .hasSize(2);
        assertThat(status("'status':'cancelled'")).isEqualTo(new Status.Ended("cancelled", List.of()));
        assertThat(status("'status':'failed','output_file_id':'file-o'")).isInstanceOf(Status.Ended.class);
    }

    @Test
    void a_batch_that_has_answers_and_no_file_of_them_is_not_read_yet() {
        for (var raw : new String[] {"completed", "expired", "cancelled"}) {
            assertThat(status("'status':'" + raw + "','output_file_id':null,'error_file_id':'file-e',"
                            + "'request_counts':{'total':3,'completed':2,'failed':1}"))
                    .isEqualTo(new Status.Unknown(raw + " without its output file"));
        }
        assertThat(status("'status':'completed','output_file_id':null,'error_file_id':'file-e',"
                        + "'request_counts':{'total':3,'completed':0,'failed':3}"))
                .isInstanceOf(Status.Ended.class);
    }

    @Test
    void a_failed_batch_names_its_bad_lines() {
        var invalid = (Status.Invalid)
                status(
                        "'status':'failed','errors':{'object':'list','data':[{'code':'invalid_url','message':'m','line':7},{'code':'empty_file','line':null},3]}");
        assertThat(invalid.problems()).hasSize(2);
        assertThat(invalid.problems().getFirst().line()).contains(7);
        assertThat(invalid.problems().getFirst().code()).isEqualTo("invalid_url");
        assertThat(invalid.problems().getLast().line()).isEqualTo(Optional.empty());
    }

    @Test
    void an_answer_that_is_no_batch_is_not_taken_for_one() {
        for (var junk : new String[] {"{}", "[]", "<html>", "{'id':'../x','status':'completed','created_at':1}"}) {
            answer(200, junk);
            assertThat(openAi.first().batches().find(new BatchId("batch_1")))
                    .isInstanceOf(LookupOutcome.Unavailable.class);
        }
    }

    @Test
    void a_cancel_that_comes_too_late_shows_how_the_batch_ended() {
        answer(409, "{}");
        openAi.first().batches().cancel(new BatchId("batch_1"));
        assertThat(stub.asked)
                .extracting(StubHttpProvider.Asked::line)
                .containsExactly("POST /v1/batches/batch_1/cancel", "GET /v1/batches/batch_1");
    }

    @Test
    void results_are_a_stream_of_the_files_bytes_or_a_failure() throws IOException {
        answer(200, "row\n");
        try (var rows = openAi.first().batches().openResults(new ResultFile("file-o"))) {
            assertThat(rows.readAllBytes()).isEqualTo("row\n".getBytes(UTF_8));
        }
        assertThat(stub.last().line()).isEqualTo("GET /v1/files/file-o/content");
        answer(502, "bad gateway");
        assertThatThrownBy(() -> openAi.first().batches().openResults(new ResultFile("file-o")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("502");
    }

    @Test
    void a_direct_call_passes_body_and_answer_unchanged() {
        stub.answering(418, " { \"x\" : 1 }\n");
        var request = new Request(new Endpoint("/v1/chat/completions"), Headers.NONE, Body.of("{ \"a\" :\n1}"));
        var answered = (SyncOutcome.Answered) openAi.first().calls().call(request, Duration.ofSeconds(20));
        assertThat(stub.last().line()).isEqualTo("POST /v1/chat/completions");
        assertThat(stub.last().body()).isEqualTo("{ \"a\" :\n1}");
        assertThat(answered.status()).isEqualTo(418);
        assertThat(answered.body().text()).isEqualTo(" { \"x\" : 1 }\n");
    }

    private Status status(String members) {
        answer(200, "{'id':'batch_1','created_at':1700000000," + members + "}");
        return ((LookupOutcome.Found) openAi.first().batches().find(new BatchId("batch_1")))
                .batch()
                .status();
    }

    private CreateOutcome create() {
        return openAi.first().batches().create(order(), TextLines.of("{}"));
    }

    private static BatchOrder order() {
        return new BatchOrder(BUNDLE, new Endpoint("/v1/responses"), Headers.NONE, "file-9");
    }

    private void answer(int status, String json) {
        stub.answering(status, json.replace('\'', '"'));
    }
}

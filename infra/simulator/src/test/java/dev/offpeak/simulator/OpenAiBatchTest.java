package dev.offpeak.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.errors.NotFoundException;
import com.openai.models.batches.Batch;
import com.openai.models.files.FileObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The life of OpenAI batches and files, seen through the vendor's client.
final class OpenAiBatchTest {
    private final Clients clients = open();
    private final OpenAiJobs jobs = new OpenAiJobs(clients.openAi);

    private static Clients open() {
        try {
            return new Clients();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void noFaults() {
        clients.simulator.clearFaults();
    }

    @AfterEach
    void close() throws IOException {
        clients.close();
    }

    @Test
    void a_batch_goes_from_validating_to_completed_with_every_row_answered() throws IOException {
        Batch batch = jobs.submit(OpenAiJobs.lines(200));
        assertThat(batch.status()).isEqualTo(Batch.Status.VALIDATING);
        assertThat(batch.expiresAt()).contains(batch.createdAt() + 86_400);

        clients.simulator.advance(Duration.ofSeconds(40));
        assertThat(jobs.get(batch).status()).isEqualTo(Batch.Status.IN_PROGRESS);

        clients.simulator.advance(Duration.ofHours(2));
        Batch done = jobs.get(batch);
        assertThat(done.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(done.errorFileId()).isEmpty();
        assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(200);
        assertThat(done.model()).contains("gpt-5-nano");
        List<JsonNode> rows = jobs.rows(done.outputFileId());
        assertThat(OpenAiJobs.ids(rows)).hasSize(200).doesNotHaveDuplicates().isNotEqualTo(sorted(200));
        long tokens = rows.stream()
                .mapToLong(row -> row.at("/response/body/usage/total_tokens").asLong())
                .sum();
        assertThat(done.usage().orElseThrow().totalTokens()).isEqualTo(tokens);
    }

    private static List<String> sorted(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "row-" + i)
                .toList();
    }

    @Test
    void files_can_be_listed_read_and_deleted_by_their_owner_only() throws IOException {
        FileObject file = jobs.upload(OpenAiJobs.lines(2));
        assertThat(file.bytes()).isEqualTo(OpenAiJobs.lines(2).length());
        assertThat(clients.openAi.files().list().data())
                .extracting(FileObject::id)
                .containsExactly(file.id());
        assertThat(jobs.rows(java.util.Optional.of(file.id()))).hasSize(2);
        try (var stranger = new Closing(clients.openAi("sk-other"))) {
            assertThatThrownBy(() -> stranger.client().files().retrieve(file.id()))
                    .isInstanceOf(NotFoundException.class);
        }
        assertThat(clients.openAi.files().delete(file.id()).deleted()).isTrue();
        assertThatThrownBy(() -> clients.openAi.files().retrieve(file.id())).isInstanceOf(NotFoundException.class);
    }

    private record Closing(com.openai.client.OpenAIClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    @Test
    void a_file_that_is_not_jsonl_is_refused_at_upload() {
        assertThatThrownBy(() -> jobs.upload("{}", "in.json"))
                .hasMessageContaining("Invalid file format for Batch API. Must be .jsonl");
    }

    @Test
    void content_with_line_breaks_and_dashes_survives_the_multipart_reader() throws IOException {
        String content = "\r\n--\r\r\n-- {\"a\":\"\r\n\"}\r\n".repeat(20_000);
        FileObject file = jobs.upload(content);
        assertThat(file.bytes()).isEqualTo(content.length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            invalid_json_line          | 2 | {"custom_id":
            duplicate_custom_id        | 2 | {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-5-nano"}}
            missing_required_parameter | 2 | {"method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-5-nano"}}
            invalid_url                | 2 | {"custom_id":"b","method":"POST","url":"/v1/responses","body":{"model":"gpt-5-nano"}}
            mismatched_model           | 2 | {"custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-5-mini"}}
            model_not_found            | 2 | {"custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-0"}}
            invalid_request            | 2 | {"custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{}}
            streaming_unsupported      | 2 | {"custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-5-nano","stream":true}}
            """)
    void one_bad_line_fails_the_whole_batch_and_is_named(String code, long line, String bad) {
        Batch batch = jobs.submit(OpenAiJobs.line("a", "hello") + "\n" + bad);
        clients.simulator.advance(Duration.ofMinutes(1));
        Batch failed = jobs.get(batch);
        assertThat(failed.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(failed.requestCounts().orElseThrow().total()).isZero();
        var errors = failed.errors().orElseThrow().data().orElseThrow();
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().code()).contains(code);
        assertThat(errors.getFirst().line()).contains(line);
    }

    @Test
    void an_empty_file_and_a_missing_file_fail_the_batch_later() {
        Batch empty = jobs.submit("\n");
        Batch missing = jobs.create("file-nope");
        clients.simulator.advance(Duration.ofMinutes(1));
        assertThat(code(empty)).isEqualTo("empty_file");
        assertThat(code(missing)).isEqualTo("invalid_request");
    }

    private String code(Batch batch) {
        return jobs.get(batch)
                .errors()
                .orElseThrow()
                .data()
                .orElseThrow()
                .getFirst()
                .code()
                .orElseThrow();
    }

    @Test
    void cancelling_keeps_what_was_done_and_loses_one_row_the_counter_had_promised() throws IOException {
        Batch batch = jobs.submit(OpenAiJobs.lines(100));
        clients.simulator.advance(Duration.ofSeconds(90));
        Batch cancelling = clients.openAi.batches().cancel(batch.id());
        assertThat(cancelling.status()).isEqualTo(Batch.Status.CANCELLING);
        long promised = cancelling.requestCounts().orElseThrow().completed();
        clients.simulator.advance(Duration.ofMinutes(10));

        Batch cancelled = jobs.get(batch);
        assertThat(cancelled.status()).isEqualTo(Batch.Status.CANCELLED);
        assertThat(cancelled.requestCounts().orElseThrow().completed()).isEqualTo(promised - 1);
        List<JsonNode> errors = jobs.rows(cancelled.errorFileId());
        assertThat(jobs.rows(cancelled.outputFileId())).hasSize((int) promised - 1);
        assertThat(errors).hasSize(100 - (int) promised);
        assertThat(errors).allMatch(row -> row.at("/error/code").asText().equals("batch_cancelled"));
    }

    @Test
    void a_batch_past_its_window_expires_with_partial_results() throws IOException {
        Batch batch = jobs.submit(OpenAiJobs.lines(5) + "\n" + OpenAiJobs.line("slow", "[[sim:expire]]"));
        clients.simulator.advance(Duration.ofHours(23));
        assertThat(jobs.get(batch).status()).isEqualTo(Batch.Status.IN_PROGRESS);
        clients.simulator.advance(Duration.ofHours(2));
        Batch expired = jobs.get(batch);
        assertThat(expired.status()).isEqualTo(Batch.Status.EXPIRED);
        assertThat(jobs.rows(expired.outputFileId())).hasSize(5);
        JsonNode row = jobs.rows(expired.errorFileId()).getFirst();
        assertThat(row.path("custom_id").asText()).isEqualTo("slow");
        assertThat(row.path("response").isNull()).isTrue();
        assertThat(row.at("/error/code").asText()).isEqualTo("batch_expired");
    }

    @Test
    void failed_rows_go_to_the_error_file_and_an_all_failed_batch_is_still_completed() throws IOException {
        Batch batch = jobs.submit(OpenAiJobs.line("a", "[[sim:error=invalid_request]]") + "\n"
                + OpenAiJobs.line("b", "[[sim:error=server_error]]"));
        clients.simulator.advance(Duration.ofHours(2));
        Batch done = jobs.get(batch);
        assertThat(done.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(done.outputFileId()).isEmpty();
        Map<String, Integer> statuses = new java.util.TreeMap<>();
        jobs.rows(done.errorFileId())
                .forEach(row -> statuses.put(
                        row.path("custom_id").asText(),
                        row.at("/response/status_code").asInt()));
        assertThat(statuses).isEqualTo(Map.of("a", 400, "b", 500));
    }

    @Test
    void markers_make_rows_vanish_or_appear_twice() throws IOException {
        Batch batch = jobs.submit(
                OpenAiJobs.line("gone", "[[sim:missing]]") + "\n" + OpenAiJobs.line("twice", "[[sim:duplicate]]"));
        clients.simulator.advance(Duration.ofHours(2));
        assertThat(OpenAiJobs.ids(jobs.rows(jobs.get(batch).outputFileId()))).containsExactly("twice", "twice");
    }

    @Test
    void batches_are_listed_newest_first_in_pages() {
        List<String> ids = java.util.stream.IntStream.range(0, 5)
                .mapToObj(i -> jobs.submit(OpenAiJobs.lines(1)).id())
                .toList();
        var params =
                com.openai.models.batches.BatchListParams.builder().limit(2).build();
        assertThat(clients.openAi.batches().list(params).autoPager())
                .extracting(Batch::id)
                .containsExactlyElementsOf(ids.reversed());
    }

    @Test
    void the_queue_limit_fails_a_batch_until_others_are_done() throws IOException {
        SimulatorConfig config = SimulatorConfig.defaults().withEnqueuedTokens(100);
        try (Clients limited = new Clients(config)) {
            OpenAiJobs narrow = new OpenAiJobs(limited.openAi);
            narrow.submit(OpenAiJobs.lines(2));
            limited.simulator.settle();
            Batch second = narrow.submit(OpenAiJobs.lines(2));
            // looked at while the first is still queued
            limited.simulator.settle();
            limited.simulator.advance(Duration.ofHours(2));
            Batch failed = narrow.get(second);
            assertThat(failed.status()).isEqualTo(Batch.Status.FAILED);
            assertThat(failed.errors()
                            .orElseThrow()
                            .data()
                            .orElseThrow()
                            .getFirst()
                            .code())
                    .contains("token_limit_exceeded");
            Batch third = narrow.submit(OpenAiJobs.lines(2));
            limited.simulator.advance(Duration.ofHours(2));
            assertThat(narrow.get(third).status()).isEqualTo(Batch.Status.COMPLETED);
        }
    }

    @Test
    void five_thousand_rows_take_about_a_second() throws IOException {
        Batch batch = jobs.submit(OpenAiJobs.lines(5_000));
        long start = System.nanoTime();
        clients.simulator.advance(Duration.ofHours(2));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(jobs.rows(jobs.get(batch).outputFileId())).hasSize(5_000);
    }
}

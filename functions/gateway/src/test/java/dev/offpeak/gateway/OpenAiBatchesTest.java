package dev.offpeak.gateway;

import static dev.offpeak.gateway.World.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiBatchesTest {
    private static final String FILES = "/openai/v1/files";
    private static final String BATCHES = "/openai/v1/batches";
    private static final String EMBED = "/v1/embeddings";
    private static final String BOUNDARY = "----offpeak";

    private final World world = new World();
    private final QueuedJobs queued = new QueuedJobs(world);

    @Test
    void an_uploaded_file_reads_back_byte_for_byte() {
        var text = "{\"grün\":1}\r\n--" + BOUNDARY.substring(1) + "\r\n\u0000";
        var file = json(upload(text));
        assertThat(file.path("id").asText()).matches("file-[0-9a-z]{37}");
        assertThat(file.path("object").asText()).isEqualTo("file");
        assertThat(file.path("bytes").asInt()).isEqualTo(text.getBytes(UTF_8).length);
        assertThat(file.path("filename").asText()).isEqualTo("in.jsonl");
        assertThat(file.path("purpose").asText()).isEqualTo("batch");
        assertThat(file.path("status").asText()).isEqualTo("processed");
        assertThat(file.path("created_at").asLong()).isEqualTo(world.now.getEpochSecond());
        assertThat(file.path("expires_at").asLong()).isEqualTo(world.now.getEpochSecond() + 30 * 86_400);
        assertThat(json(world.answer(Call.get(FILES + "/" + id(file))))).isEqualTo(file);
        assertThat(world.answer(Call.get(FILES + "/" + id(file) + "/content")).body())
                .isEqualTo(Body.of(text));
    }

    @Test
    void a_deleted_or_expired_file_is_gone() {
        var file = json(upload("{}"));
        assertThat(json(world.answer(Call.of("DELETE", FILES + "/" + id(file)))))
                .hasToString("{\"id\":\"" + id(file) + "\",\"object\":\"file\",\"deleted\":true}");
        var brief = json(world.answer(form(part("purpose", "batch")
                + part("expires_after[anchor]", "created_at")
                + part("expires_after[seconds]", "3600")
                + filePart("in.jsonl", "{}"))));
        assertThat(brief.path("expires_at").asLong()).isEqualTo(world.now.getEpochSecond() + 3600);
        world.now = world.now.plusSeconds(3600);
        for (var gone : List.of(id(file), id(brief), "file-" + "0".repeat(37), "file-x", "x")) {
            for (var path : List.of("/" + gone, "/" + gone + "/content")) {
                assertRefused(world.answer(Call.get(FILES + path)), 404, "No such File object: " + gone, "id");
            }
            assertThat(world.answer(Call.of("DELETE", FILES + "/" + gone)).status())
                    .isEqualTo(404);
        }
        assertThat(json(world.answer(Call.get(FILES))).path("data")).isEmpty();
    }

    @Test
    void an_unsound_upload_is_refused() {
        var file = filePart("in.jsonl", "{}");
        assertRefused(world.answer(form(file)), 400, "Missing required parameter: 'purpose'.", "purpose");
        assertRefused(world.answer(form(part("purpose", "batch"))), 400, "Missing required parameter: 'file'", "file");
        assertRefused(world.answer(form(part("purpose", "vision") + file)), 400, "purpose 'batch' only", "purpose");
        assertRefused(
                world.answer(form(part("purpose", "batch") + filePart("in.txt", "{}"))), 400, "Must be .jsonl", null);
        assertRefused(
                world.answer(form(part("purpose", "batch") + part("expires_after[seconds]", "3600") + file)),
                400,
                "'expires_after' needs",
                "expires_after");
        assertRefused(world.answer(Call.post(FILES, "{}")), 400, "not a whole multipart/form-data form", null);
        var cut = form(part("purpose", "batch") + file);
        var bytes = cut.body().text();
        assertRefused(
                world.answer(cut.body(Body.of(bytes.substring(0, bytes.length() - 8)))), 400, "not a whole", null);
    }

    @Test
    void a_file_larger_than_the_function_takes_is_told_with_the_way_out() {
        assertRefused(upload("x".repeat(4 << 20)), 413, "Split the file into several batches", "file");
    }

    @Test
    void files_are_listed_by_purpose_and_in_either_order() throws IOException {
        var first = id(json(upload("{}")));
        world.now = world.now.plusMillis(5);
        var made = created(line("a"));
        queued.succeed(queued.intake().getFirst(), "{}");
        var batch = show(id(made));
        var second = batch.path("input_file_id").asText();
        var output = batch.path("output_file_id").asText();
        assertThat(files()).containsExactly(output, second, first);
        assertThat(files("order", "asc")).containsExactly(first, second, output);
        assertThat(files("purpose", "batch")).containsExactly(second, first);
        assertThat(files("limit", "1")).containsExactly(output);
        assertThat(files("after", output, "limit", "1")).containsExactly(second);
        assertThat(files("after", first, "order", "asc")).containsExactly(second, output);
        assertThat(json(world.answer(Call.get(FILES).query("limit", "1")))
                        .path("has_more")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_new_batch_is_validated_first_and_runs_when_it_is_looked_at() {
        var made = created(line("a"), line("b"));
        assertThat(made.path("id").asText()).matches("batch_[0-9a-z]{37}");
        assertThat(made.path("object").asText()).isEqualTo("batch");
        assertThat(made.path("status").asText()).isEqualTo("validating");
        assertThat(made.path("in_progress_at").isNull()).isTrue();
        assertThat(made.has("model")).isFalse();
        assertThat(made.path("endpoint").asText()).isEqualTo(EMBED);
        assertThat(made.path("completion_window").asText()).isEqualTo("24h");
        assertThat(made.path("metadata")).hasToString("{\"run\":\"7\",\"team\":\"grün\"}");
        assertThat(made.path("expires_at").asLong() - made.path("created_at").asLong())
                .isEqualTo(86_400);
        var running = show(id(made));
        assertThat(running.path("status").asText()).isEqualTo("in_progress");
        assertThat(running.path("model").asText()).isEqualTo("text-embedding-3-small");
        assertThat(counts(running)).isEqualTo("2 0 0");
        assertThat(running.path("in_progress_at").asLong()).isEqualTo(world.now.getEpochSecond());
    }

    @Test
    void successes_are_in_the_output_file_and_all_else_in_the_error_file() throws IOException {
        var made = created(
                line("a \\u00fc"),
                line("b"),
                line("c"),
                line("d"),
                "{\"custom_id\":\"e\",\"method\":"
                        + "\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"text-embedding-3-small\"}}");
        var jobs = queued.intake();
        assertThat(jobs).hasSize(4);
        queued.succeed(jobs.get(0), "{\"object\":\"list\",\n\"data\":[1.50]}");
        queued.settle(
                jobs.get(1),
                Optional.of(new Answer.Inline(429, Body.of("{\"error\":{\"message\":\"slow\"}}"))),
                Ending.FAILED,
                "rate_limit",
                "slow");
        queued.end(jobs.get(2), Ending.FAILED, "in_doubt", "its answer was lost");
        queued.settle(
                jobs.get(3), Optional.of(new Answer.Inline(502, Body.of("<html>"))), Ending.FAILED, "status_502", "x");
        var ended = show(id(made));
        assertThat(ended.path("status").asText()).isEqualTo("completed");
        assertThat(counts(ended)).isEqualTo("5 1 4");
        assertThat(ended.path("completed_at").asLong()).isEqualTo(world.now.getEpochSecond());
        assertThat(ended.path("finalizing_at").isNull()).isFalse();

        var output = lines(ended.path("output_file_id"));
        assertThat(output)
                .singleElement()
                .asString()
                .contains(
                        "\"custom_id\":\"a \\u00fc\"",
                        "\"body\":{\"object\":" + "\"list\", \"data\":[1.50]}},\"error\":null}");
        assertThat(json(output.getFirst()).at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(json(output.getFirst()).path("id").asText()).startsWith("batch_req_");
        var errors = lines(ended.path("error_file_id"));
        assertThat(errors).hasSize(4);
        assertThat(json(errors.get(0)).at("/response/status_code").asInt()).isEqualTo(429);
        assertThat(json(errors.get(0)).at("/response/body/error/message").asText())
                .isEqualTo("slow");
        assertThat(json(errors.get(0)).get("error").isNull()).isTrue();
        assertThat(json(errors.get(1)).get("response").isNull()).isTrue();
        assertThat(json(errors.get(1)).at("/error/code").asText()).isEqualTo("in_doubt");
        assertThat(json(errors.get(2)).at("/response/body/error/message").asText())
                .isEqualTo("the provider answered 502");
        assertThat(json(errors.get(3)).at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(json(errors.get(3)).at("/response/body/error/message").asText())
                .isEqualTo("input: is missing");
    }

    @Test
    void files_of_results_are_not_promised_for_longer_than_their_batch_is_kept() throws IOException {
        var made = created(line("a"));
        var createdAt = world.now;
        queued.succeed(queued.intake().getFirst(), "{}");
        // nobody has asked for twenty days
        world.now = createdAt.plus(Duration.ofDays(20));
        var file = FILES + "/" + show(id(made)).path("output_file_id").asText();
        assertThat(json(world.answer(Call.get(file))).path("expires_at").asLong())
                .isEqualTo(createdAt.plus(Duration.ofDays(42)).getEpochSecond());
        world.callerBatches.forget(world.callerBatches.rows().getFirst().name());
        assertThat(world.answer(Call.get(file + "/content")).status()).isEqualTo(404);
    }

    @Test
    void an_ended_batch_tells_what_its_successes_used() throws IOException {
        var made = created(line("a"), line("b"), line("c"), line("d"), line("e"));
        var jobs = queued.intake();
        queued.succeed(
                jobs.get(0),
                "{\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,\"total_tokens\":150,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":64},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":40}}}");
        queued.succeed(
                jobs.get(1),
                "{\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":1},\"output_tokens\":5,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":15}}");
        queued.succeed(jobs.get(2), "{\"results\":[]}");
        queued.settle(
                jobs.get(3),
                Optional.of(new Answer.Inline(500, Body.of("{\"usage\":{\"input_tokens\":7}}"))),
                Ending.FAILED,
                "server_error",
                "no");
        assertThat(show(id(made)).has("usage")).isFalse();
        queued.end(jobs.get(4), Ending.EXPIRED, "deadline", "late");
        assertThat(show(id(made)).path("usage"))
                .hasToString("{\"input_tokens\":110,\"input_tokens_details\":{\"cached_tokens\":65},"
                        + "\"output_tokens\":55,\"output_tokens_details\":{\"reasoning_tokens\":42},"
                        + "\"total_tokens\":165}");
    }

    @Test
    void a_batch_that_runs_or_failed_has_no_usage() {
        assertThat(failed("{").has("usage")).isFalse();
        var made = created(line("a"));
        assertThat(made.has("usage")).isFalse();
        assertThat(show(id(made)).has("usage")).isFalse();
    }

    @Test
    void usage_counts_each_answer_once_though_its_results_take_several_looks_and_one_dies() throws IOException {
        int lines = 8_500;
        var made =
                created(IntStream.range(0, lines).mapToObj(i -> line("n" + i)).toArray(String[]::new));
        for (var job : queued.intake()) {
            queued.succeed(job, "{\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}");
        }
        var first = show(id(made));
        assertThat(first.path("status").asText()).isEqualTo("finalizing");
        assertThat(first.has("usage")).isFalse();
        // the last part, its list, its file, its row
        world.crash = Crash.at(4, false);
        assertThat(world.answer(Call.get(BATCHES + "/" + id(made))).status()).isEqualTo(503);
        assertThat(world.crash.happened()).isTrue();
        var ended = show(id(made));
        assertThat(ended.path("status").asText()).isEqualTo("completed");
        assertThat(ended.at("/usage/input_tokens").asLong()).isEqualTo(3L * lines);
        assertThat(ended.at("/usage/total_tokens").asLong()).isEqualTo(3L * lines);
    }

    @Test
    void files_of_results_are_gone_when_their_batch_wanted_them_gone() throws IOException {
        var made = createdWith(expiring(3_600), line("a"), line("b"));
        var jobs = queued.intake();
        queued.succeed(jobs.get(0), "{}");
        queued.end(jobs.get(1), Ending.FAILED, "server_error", "no");
        world.now = world.now.plusSeconds(7_200);
        var ended = show(id(made));
        var files = List.of(
                ended.path("output_file_id").asText(),
                ended.path("error_file_id").asText());
        for (var file : files) {
            assertThat(json(world.answer(Call.get(FILES + "/" + file)))
                            .path("expires_at")
                            .asLong())
                    .isEqualTo(world.now.getEpochSecond() + 3_600);
            assertThat(world.answer(Call.get(FILES + "/" + file + "/content")).status())
                    .isEqualTo(200);
        }
        world.now = world.now.plusSeconds(3_600);
        for (var file : files) {
            assertRefused(world.answer(Call.get(FILES + "/" + file)), 404, "No such File object: " + file, "id");
            assertRefused(world.answer(Call.get(FILES + "/" + file + "/content")), 404, "No such File", "id");
        }
        assertThat(files()).containsExactly(made.path("input_file_id").asText());
    }

    @Test
    void a_batch_cannot_have_its_files_kept_for_longer_than_itself() throws IOException {
        var made = createdWith(expiring(2_592_000), line("a"));
        var createdAt = world.now;
        queued.succeed(queued.intake().getFirst(), "{}");
        world.now = createdAt.plus(Duration.ofDays(20));
        var file = FILES + "/" + show(id(made)).path("output_file_id").asText();
        assertThat(json(world.answer(Call.get(file))).path("expires_at").asLong())
                .isEqualTo(createdAt.plus(Duration.ofDays(42)).getEpochSecond());
    }

    @Test
    void a_key_does_not_stand_for_another_life_of_the_results() {
        var file = id(json(upload(line("a"))));
        var first =
                world.answer(Call.post(BATCHES, order(file, expiring(3_600))).with("Idempotency-Key", "k"));
        assertThat(json(world.answer(
                        Call.post(BATCHES, order(file, expiring(3_600))).with("Idempotency-Key", "k"))))
                .isEqualTo(json(first));
        assertRefused(
                world.answer(Call.post(BATCHES, order(file, expiring(3_601))).with("Idempotency-Key", "k")),
                400,
                "another body",
                null);
    }

    @Test
    void a_batch_none_of_whose_lines_succeeds_is_completed_without_an_output_file() throws IOException {
        var made = created(line("a"));
        queued.end(queued.intake().getFirst(), Ending.FAILED, "server_error", "no");
        var ended = show(id(made));
        assertThat(ended.path("status").asText()).isEqualTo("completed");
        assertThat(ended.path("output_file_id").isNull()).isTrue();
        assertThat(lines(ended.path("error_file_id"))).hasSize(1);
    }

    @Test
    void a_batch_with_a_line_that_came_too_late_is_expired() throws IOException {
        var made = created(line("a"), line("b"));
        var jobs = queued.intake();
        queued.succeed(jobs.get(0), "{}");
        queued.end(jobs.get(1), Ending.EXPIRED, "deadline", "late");
        var ended = show(id(made));
        assertThat(ended.path("status").asText()).isEqualTo("expired");
        assertThat(ended.path("expired_at").asLong()).isEqualTo(world.now.getEpochSecond());
        assertThat(ended.path("completed_at").isNull()).isTrue();
        assertThat(lines(ended.path("output_file_id"))).hasSize(1);
        assertThat(lines(ended.path("error_file_id")))
                .singleElement()
                .asString()
                .contains("batch_expired");
    }

    @Test
    void a_batch_that_is_called_off_is_cancelled_with_what_it_has() throws IOException {
        var made = created(line("a"), line("b"));
        queued.succeed(queued.intake().getFirst(), "{}");
        var cancelling = json(world.answer(Call.post(BATCHES + "/" + id(made) + "/cancel", "")));
        assertThat(cancelling.path("status").asText()).isEqualTo("cancelling");
        assertThat(cancelling.path("cancelling_at").asLong()).isEqualTo(world.now.getEpochSecond());
        var ended = show(id(made));
        assertThat(ended.path("status").asText()).isEqualTo("cancelled");
        assertThat(ended.path("cancelled_at").asLong()).isEqualTo(world.now.getEpochSecond());
        assertThat(counts(ended)).isEqualTo("2 1 1");
        assertThat(lines(ended.path("error_file_id")))
                .singleElement()
                .asString()
                .contains("batch_cancelled");
        var refused = world.answer(Call.post(BATCHES + "/" + id(made) + "/cancel", ""));
        assertRefused(refused, 409, "Cannot cancel a batch with status 'cancelled'.", null);
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| empty_file|| ",
                "{| invalid_json_line|| 1",
                "[]| invalid_json_line|| 1",
                "{\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{}}| missing_required_parameter| custom_id| 1",
                "{\"custom_id\":\"x\",\"url\":\"/v1/embeddings\",\"body\":{}}| missing_required_parameter| method| 1",
                "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/embeddings\"}| missing_required_parameter| body| 1",
                "{\"custom_id\":\"x\",\"method\":\"GET\",\"url\":\"/v1/embeddings\",\"body\":{}}| invalid_method| method| 1",
                "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/responses\",\"body\":{}}| invalid_url| url| 1",
                "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{}}"
                        + "| invalid_request| body.model| 1",
                "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":"
                        + "{\"model\":\"m\",\"stream\":true}}| streaming_unsupported| body.stream| 1",
            })
    void a_bad_line_fails_the_whole_batch(String text, String code, @Nullable String param, @Nullable String line) {
        var failed = failed(text);
        assertThat(failed.at("/errors/object").asText()).isEqualTo("list");
        assertThat(failed.at("/errors/data/0/code").asText()).isEqualTo(code);
        assertThat(failed.at("/errors/data/0/message").asText()).isNotEmpty();
        assertThat(failed.at("/errors/data/0/param").asText()).isEqualTo(param == null ? "null" : param);
        assertThat(failed.at("/errors/data/0/line").asText()).isEqualTo(line == null ? "null" : line);
    }

    @Test
    void a_bad_line_behind_good_ones_is_named_by_its_number() {
        assertThat(failed(line("a") + "\n\n" + line("a")).at("/errors/data/0"))
                .hasToString("{\"code\":\"duplicate_custom_id\",\"message\":\"The custom_id 'a' is that of another line"
                        + " already.\",\"param\":\"custom_id\",\"line\":3}");
        assertThat(failed(line("a") + "\n" + line("b").replace("3-small", "3-large"))
                        .at("/errors/data/0/code")
                        .asText())
                .isEqualTo("mismatched_model");
    }

    @Test
    void more_lines_or_inputs_than_a_batch_holds_fail_it() {
        var many = IntStream.range(0, 50_001).mapToObj(i -> "{}").collect(Collectors.joining("\n"));
        assertThat(failed(many).at("/errors/data/0/code").asText()).isEqualTo("too_many_tasks");
        var inputs = IntStream.range(0, 2_000).mapToObj(i -> "\"\"").collect(Collectors.joining(","));
        var heavy = IntStream.range(0, 26)
                .mapToObj(i -> line("n" + i).replace("\"input\":\"x\"", "\"input\":[" + inputs + "]"))
                .collect(Collectors.joining("\n"));
        assertThat(failed(heavy).at("/errors/data/0/message").asText()).contains("50000 embedding inputs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-00000000000000000000000000000000000000", "file-x", "output"})
    void a_batch_of_no_file_fails(String file) throws IOException {
        var input = file;
        if (file.equals("output")) {
            var other = created(line("a"));
            queued.succeed(queued.intake().getFirst(), "{}");
            input = show(id(other)).path("output_file_id").asText();
        }
        var made = json(world.answer(Call.post(BATCHES, order(input))));
        assertThat(made.path("status").asText()).isEqualTo("validating");
        var failed = show(id(made));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/errors/data/0/code").asText()).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{| could not parse the JSON| ",
                "{}| Missing required parameter: 'input_file_id'.| input_file_id",
                "{\"input_file_id\":\"f\"}| Missing required parameter: 'endpoint'.| endpoint",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/embeddings\"}| 'completion_window'| completion_window",
                "{\"input_file_id\":5,\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\"}"
                        + "| expected a string| input_file_id",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/videos\",\"completion_window\":\"24h\"}"
                        + "| Invalid value: '/v1/videos'| endpoint",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}"
                        + "| Supported values are: '/v1/chat/completions'| endpoint",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"1h\"}"
                        + "| only '24h' is supported| completion_window",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\","
                        + "\"metadata\":{\"a\":1}}| 'metadata' takes 16 pairs| metadata",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\","
                        + "\"output_expires_after\":{}}| Invalid 'output_expires_after'| output_expires_after",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\","
                        + "\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":3599}}"
                        + "| Invalid 'output_expires_after'| output_expires_after",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\","
                        + "\"output_expires_after\":{\"anchor\":\"now\",\"seconds\":3600}}"
                        + "| Invalid 'output_expires_after'| output_expires_after",
                "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\","
                        + "\"output_expires_after\":3600}| Invalid 'output_expires_after'| output_expires_after",
            })
    void an_unsound_order_is_refused(String body, String message, @Nullable String param) {
        assertRefused(world.answer(Call.post(BATCHES, body)), 400, message, param);
    }

    @Test
    void what_is_compressed_is_refused_by_name() {
        assertRefused(
                world.answer(Call.post(BATCHES, "{}").with("Content-Encoding", "br")),
                400,
                "uncompressed",
                "content-encoding");
    }

    @Test
    void a_file_of_no_length_that_an_id_has_is_refused_by_name() {
        var order = "{\"input_file_id\":\"" + "f".repeat(513)
                + "\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\"}";
        assertRefused(world.answer(Call.post(BATCHES, order)), 400, "longer than 512 characters", "input_file_id");
    }

    @Test
    void batches_are_listed_newest_first() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            world.now = world.now.plusMillis(1);
            ids.addFirst(id(created(line("a"))));
        }
        var page = json(world.answer(Call.get(BATCHES).query("limit", "2")));
        assertThat(page.path("object").asText()).isEqualTo("list");
        assertThat(page.at("/data/0/id").asText()).isEqualTo(ids.get(0));
        assertThat(page.path("first_id").asText()).isEqualTo(ids.get(0));
        assertThat(page.path("last_id").asText()).isEqualTo(ids.get(1));
        assertThat(page.path("has_more").asBoolean()).isTrue();
        var rest = json(world.answer(Call.get(BATCHES).query("after", ids.get(1))));
        assertThat(rest.path("data")).hasSize(1);
        assertThat(rest.path("has_more").asBoolean()).isFalse();
        assertRefused(world.answer(Call.get(BATCHES).query("limit", "101")), 400, "from 1 to 100", "limit");
        assertRefused(world.answer(Call.get(BATCHES).query("after", "batch_1")), 404, "No batch found", null);
    }

    @Test
    void a_batch_of_one_provider_is_none_of_the_other() {
        var made = created(line("a"));
        var bare = id(made).substring("batch_".length());
        assertThat(world.answer(Call.get("/anthropic/v1/messages/batches/msgbatch_" + bare))
                        .status())
                .isEqualTo(404);
        assertRefused(world.answer(Call.get(BATCHES + "/batch_" + "0".repeat(37))), 404, "No batch found", null);
    }

    @Test
    void nobody_elses_files_and_batches_are_there() throws IOException {
        var theirs = new World(new Tenants.Authorized());
        var file = json(theirs.answer(
                form(part("purpose", "batch") + filePart("in.jsonl", line("a"))).authorizedAs("acme")));
        var batch = json(theirs.answer(Call.post(BATCHES, order(id(file))).authorizedAs("acme")));
        var lines = new QueuedJobs(theirs);
        lines.succeed(lines.intake().getFirst(), "{}");
        var output = json(theirs.answer(Call.get(BATCHES + "/" + id(batch)).authorizedAs("acme")))
                .path("output_file_id")
                .asText();
        for (var path : List.of(
                FILES + "/" + id(file),
                FILES + "/" + id(file) + "/content",
                FILES + "/" + output + "/content",
                BATCHES + "/" + id(batch))) {
            assertThat(theirs.answer(Call.get(path).authorizedAs("acme")).status())
                    .isEqualTo(200);
            assertThat(theirs.answer(Call.get(path).authorizedAs("other")).status())
                    .isEqualTo(404);
        }
        var stolen = json(theirs.answer(Call.post(BATCHES, order(id(file))).authorizedAs("other")));
        assertThat(json(theirs.answer(Call.get(BATCHES + "/" + id(stolen)).authorizedAs("other")))
                        .path("status")
                        .asText())
                .isEqualTo("failed");
        assertThat(json(theirs.answer(Call.get(FILES).authorizedAs("other"))).path("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "grün", "long"})
    void what_no_model_is_called_is_not_shown_as_one(String name) {
        var model = name.equals("long") ? "m".repeat(500_000) : name;
        var batch = show(id(created(line("a").replace("text-embedding-3-small", model))));
        assertThat(batch.has("model")).isFalse();
        assertThat(batch.path("status").asText()).isEqualTo("completed");
        assertThat(counts(batch)).isEqualTo("1 0 1");
    }

    @Test
    void a_deleted_input_file_does_not_stop_its_batch() throws IOException {
        var made = created(line("a"));
        world.answer(Call.of("DELETE", FILES + "/" + made.path("input_file_id").asText()));
        queued.succeed(queued.intake().getFirst(), "{}");
        assertThat(show(id(made)).path("status").asText()).isEqualTo("completed");
    }

    private static String line(String name) {
        return "{\"custom_id\":\"" + name + "\",\"method\":\"POST\",\"url\":\"" + EMBED
                + "\",\"body\":{\"model\":\"text-embedding-3-small\",\"input\":\"x\"}}";
    }

    private JsonNode created(String... lines) {
        return createdWith("", lines);
    }

    private JsonNode createdWith(String more, String... lines) {
        var file = id(json(upload(String.join("\n", lines))));
        var response = world.answer(Call.post(BATCHES, order(file, more)));
        assertThat(response.status()).as(response.body().text()).isEqualTo(200);
        return json(response);
    }

    private JsonNode failed(String text) {
        var failed = show(id(created(text)));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("failed_at").isNumber()).isTrue();
        assertThat(failed.has("model")).isFalse();
        assertThat(counts(failed)).isEqualTo("0 0 0");
        assertThat(world.queue.sent()).isEmpty();
        return failed;
    }

    private static String order(String file) {
        return order(file, "");
    }

    /// @param more further members
    private static String order(String file, String more) {
        return "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"" + EMBED
                + "\",\"completion_window\":\"24h\",\"metadata\":{\"team\":\"grün\",\"run\":\"7\"}" + more + "}";
    }

    private static String expiring(int seconds) {
        return ",\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":" + seconds + "}";
    }

    private HttpResponse upload(String text) {
        return world.answer(form(part("purpose", "batch") + filePart("in.jsonl", text)));
    }

    private static Call form(String parts) {
        return Call.of("POST", FILES)
                .with("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .body(Body.of(parts + "--" + BOUNDARY + "--\r\n"));
    }

    private static String part(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String filePart(String filename, String text) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + text + "\r\n";
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    private JsonNode show(String id) {
        var response = world.answer(Call.get(BATCHES + "/" + id));
        assertThat(response.status()).as(response.body().text()).isEqualTo(200);
        return json(response);
    }

    private List<String> lines(JsonNode file) {
        var response = world.answer(Call.get(FILES + "/" + file.asText() + "/content"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(json(world.answer(Call.get(FILES + "/" + file.asText())))
                        .path("bytes")
                        .asInt())
                .isEqualTo(response.body().length());
        return response.body().text().lines().toList();
    }

    private List<String> files(String... query) {
        var call = Call.get(FILES);
        for (int i = 0; i < query.length; i += 2) {
            call = call.query(query[i], query[i + 1]);
        }
        var ids = new ArrayList<String>();
        json(world.answer(call)).path("data").forEach(file -> ids.add(id(file)));
        return ids;
    }

    private static String counts(JsonNode batch) {
        return Stream.of("total", "completed", "failed")
                .map(name -> batch.path("request_counts").path(name).asText())
                .collect(Collectors.joining(" "));
    }

    private static void assertRefused(HttpResponse response, int status, String message, @Nullable String param) {
        assertThat(response.status()).as(response.body().text()).isEqualTo(status);
        var error = json(response).path("error");
        assertThat(error.path("message").asText()).contains(message);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asText()).isEqualTo(param == null ? "null" : param);
        assertThat(error.has("code")).isTrue();
    }
}

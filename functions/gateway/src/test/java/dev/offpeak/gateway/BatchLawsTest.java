package dev.offpeak.gateway;

import static dev.offpeak.gateway.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.testkit.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds of every batch, whatever becomes of its lines and wherever the function dies.
class BatchLawsTest {
    private static final String MESSAGES = "/anthropic/v1/messages/batches";
    private static final String FILES = "/openai/v1/files";
    private static final String BATCHES = "/openai/v1/batches";
    private static final Ending[] ENDINGS = Ending.values();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_line_of_a_message_batch_has_one_result(long seed) throws IOException {
        var random = new Random(seed);
        var world = new World();
        var names = names(1 + random.nextInt(2_500), random);
        var made = json(world.answer(Call.post(MESSAGES, requests(names, random))));
        var ended = run(world, random, MESSAGES + "/" + made.path("id").asText(), "processing_status", "ended");
        var results = world.answer(Call.get(MESSAGES + "/" + ended.path("id").asText() + "/results"));
        assertThat(customIds(results)).as("seed " + seed).containsExactlyElementsOf(names);
        assertThat(ended.path("request_counts").path("processing").asInt()).isZero();
        var succeeded = results.body()
                .text()
                .lines()
                .filter(line -> line.contains("\"succeeded\""))
                .count();
        assertThat(ended.path("request_counts").path("succeeded").asLong()).isEqualTo(succeeded);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void every_line_of_a_file_is_in_the_output_or_the_error_file(long seed) throws IOException {
        var random = new Random(seed);
        var world = new World();
        var names = names(1 + random.nextInt(2_500), random);
        var file = json(world.answer(upload(names, random)));
        var made = json(world.answer(Call.post(BATCHES, order(file.path("id").asText()))));
        var ended = run(
                world, random, BATCHES + "/" + made.path("id").asText(), "status", "completed", "expired", "cancelled");
        var output = sheet(world, ended.path("output_file_id"));
        var errors = sheet(world, ended.path("error_file_id"));
        var all = new ArrayList<>(output);
        all.addAll(errors);
        assertThat(all).as("seed " + seed).containsExactlyInAnyOrderElementsOf(names);
        assertThat(ended.path("request_counts").path("completed").asInt()).isEqualTo(output.size());
        assertThat(ended.path("request_counts").path("failed").asInt()).isEqualTo(errors.size());
    }

    @Test
    void a_death_at_any_write_loses_no_line_and_doubles_none() throws IOException {
        int writes = 0;
        for (boolean done : new boolean[] {false, true}) {
            for (int nth = 1; ; nth++) {
                var crash = Crash.at(nth, done);
                dieOnce(crash);
                if (!crash.happened()) {
                    writes = Math.max(writes, nth);
                    break;
                }
            }
        }
        // claim, jobs, roster, progress, row, message, sent; a look; an end: else this tests nothing
        assertThat(writes).isGreaterThan(12);
    }

    /// A caller who tries again until it is answered, with a key.
    private static void dieOnce(Crash crash) throws IOException {
        var random = new Random(5);
        var world = new World();
        var lines = new QueuedJobs(world);
        var names = names(7, random);
        var file = until(world, upload(names, new Random(5)), "id").path("id").asText();
        world.crash = crash;
        var create = Call.post(BATCHES, order(file)).with("Idempotency-Key", "k");
        var made = until(world, create, "id");
        var path = BATCHES + "/" + made.path("id").asText();
        var jobs = lines.intake();
        lines.succeed(jobs.get(0), "{}");
        until(world, Call.get(path), "id");
        lines.succeed(jobs.get(1), "{}");
        until(world, Call.post(path + "/cancel", ""), "id");
        var ended = until(world, Call.get(path), "cancelled_at");
        assertThat(lines.jobs()).isEqualTo(jobs);
        assertThat(json(world.answer(Call.get(BATCHES))).path("data")).hasSize(1);
        var all = new ArrayList<>(sheet(world, ended.path("output_file_id")));
        assertThat(all).hasSize(2);
        all.addAll(sheet(world, ended.path("error_file_id")));
        assertThat(all).containsExactlyInAnyOrderElementsOf(names);
        var files = new HashSet<String>();
        json(world.answer(Call.get(FILES)))
                .path("data")
                .forEach(one -> files.add(one.path("id").asText()));
        assertThat(files)
                .contains(
                        ended.path("output_file_id").asText(),
                        ended.path("error_file_id").asText());
    }

    private static JsonNode until(World world, Call call, String field) {
        for (int i = 0; i < 6; i++) {
            var response = world.answer(call);
            // a cancel whose reply was lost has ended the batch
            if (response.status() == 409) {
                return json(response);
            }
            if (response.status() == 200 && !json(response).path(field).isNull()) {
                return json(response);
            }
            assertThat(response.status()).as(response.body().text()).isIn(200, 503);
        }
        throw new AssertionError(call.method() + " " + call.path() + " is not answered with " + field);
    }

    /// Ends all lines in some order and in some way, looking now and then, and perhaps calls it off.
    private static JsonNode run(World world, Random random, String path, String status, String... ended)
            throws IOException {
        var lines = new QueuedJobs(world);
        var jobs = new ArrayList<>(lines.jobs());
        Collections.shuffle(jobs, random);
        boolean calledOff = random.nextInt(4) == 0;
        int settled = calledOff ? jobs.size() / 2 : jobs.size();
        for (int i = 0; i < settled; i++) {
            end(lines, jobs.get(i), random);
            if (random.nextInt(700) == 0) {
                world.answer(Call.get(path));
            }
        }
        if (calledOff) {
            world.answer(Call.post(path + "/cancel", ""));
        }
        for (int i = 0; i < 20; i++) {
            var shown = json(world.answer(Call.get(path)));
            if (List.of(ended).contains(shown.path(status).asText())) {
                return shown;
            }
        }
        throw new AssertionError(path + " does not end");
    }

    private static void end(QueuedJobs lines, JobId id, Random random) {
        lines.insert(id, Samples.staged());
        var ending = ENDINGS[random.nextInt(ENDINGS.length)];
        if (ending == Ending.SUCCEEDED) {
            lines.succeed(id, "{\"n\":" + random.nextInt() + "}");
        } else {
            lines.end(id, ending, "code", "why");
        }
        assertThat(lines.world().jobs.find(id).orElseThrow().state()).isInstanceOf(JobState.Settled.class);
    }

    private static List<String> names(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> "n" + i + "-" + Integer.toString(random.nextInt(1 << 30), 36))
                .toList();
    }

    /// Now and then a line that no batch takes.
    private static String requests(List<String> names, Random random) {
        return names.stream()
                .map(name -> "{\"custom_id\":\"" + name + "\",\"params\":"
                        + (random.nextInt(50) == 0
                                ? "{}"
                                : "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\"}]}")
                        + "}")
                .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
    }

    private static Call upload(List<String> names, Random random) {
        var lines = names.stream()
                .map(name -> "{\"custom_id\":\"" + name + "\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":"
                        + "{\"model\":\"m\"" + (random.nextInt(50) == 0 ? "" : ",\"input\":\"x\"") + "}}")
                .collect(Collectors.joining("\n"));
        return Call.of("POST", FILES)
                .with("Content-Type", "multipart/form-data; boundary=b")
                .body(Body.of("--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.jsonl\"\r\n\r\n" + lines
                        + "\r\n--b--\r\n"));
    }

    private static String order(String file) {
        return "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\"}";
    }

    private static List<String> sheet(World world, JsonNode file) {
        return file.isNull() ? List.of() : customIds(world.answer(Call.get(FILES + "/" + file.asText() + "/content")));
    }

    private static List<String> customIds(HttpResponse response) {
        assertThat(response.status()).isEqualTo(200);
        return response.body()
                .text()
                .lines()
                .map(line -> json(line).path("custom_id").asText())
                .toList();
    }
}

package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertProblem;
import static dev.offpeak.gateway.World.CHAT;
import static dev.offpeak.gateway.World.JOB;
import static dev.offpeak.gateway.World.job;
import static dev.offpeak.gateway.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.gateway.http.StreamedAnswer;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.NdJson;
import dev.offpeak.wire.job.Reading;
import dev.offpeak.wire.job.UploadIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitManyTest {
    private static final String MIXED = "\n" + JOB + "\r\n{oops\n \t\n" + job(CHAT, ",\"id\":\"t-5\"") + "\n"
            + job(CHAT, ",\"deadline\":\"1m\"") + "\n" + job(CHAT, ",\"waiting\":true") + "\n" + JOB;

    private final World world = new World();

    @Test
    void a_bad_line_never_rejects_its_neighbours() {
        var response = world.answer(Call.ndjson(MIXED));
        assertThat(response.status()).isEqualTo(202);
        assertThat(response.headers()).containsEntry("Retry-After", "300");
        var json = json(response);
        assertThat(json.path("accepted").asInt()).isEqualTo(3);
        assertThat(json.path("rejected").asInt()).isEqualTo(3);
        var lines = new ArrayList<String>();
        json.path("jobs")
                .forEach(line -> lines.add(line.path("line").asInt()
                        + (line.has("id")
                                ? " " + line.path("state").asText() + " "
                                        + line.path("lane").asText()
                                : " " + line.at("/error/status").asInt() + " "
                                        + line.at("/error/detail").asText().split("[ :]")[0])));
        assertThat(lines)
                .containsExactly(
                        "2 QUEUED BATCH",
                        "3 400 not",
                        "5 QUEUED BATCH",
                        "6 422 deadline",
                        "7 422 waiting",
                        "8 QUEUED BATCH");
    }

    @Test
    void the_ids_promised_are_those_that_intake_works_out() throws IOException {
        var promised = new ArrayList<String>();
        json(world.answer(Call.ndjson(MIXED))).path("jobs").forEach(line -> {
            if (line.has("id")) {
                promised.add(line.path("id").asText());
            }
        });
        var sent = world.queue.sent().getFirst();
        assertThat(sent.kind()).isEqualTo(Envelope.Kind.UPLOAD);
        assertThat(takenIn(sent)).isEqualTo(promised);
        assertThat(promised).allMatch(id -> world.ids.proves(new JobId(id), World.ACME));
    }

    /// As intake does it.
    private List<String> takenIn(Envelope upload) throws IOException {
        var key = upload.body().text();
        var bytes = world.objects.read(
                key, 0, Math.toIntExact(world.objects.size(key).orElseThrow()));
        return NdJson.lines(bytes).stream()
                .map(line -> {
                    var spec = ((Reading.Sound) new JobReader().read(bytes, line.offset(), line.length())).spec();
                    return UploadIds.of(
                                    new JobIds(Samples.SIGNER),
                                    upload.tenant(),
                                    upload.acceptedAt(),
                                    upload.id(),
                                    line.number(),
                                    spec)
                            .value();
                })
                .toList();
    }

    @Test
    void a_replay_promises_the_same_ids() throws IOException {
        var call = Call.ndjson(MIXED).with("Idempotency-Key", "night-1");
        var first = world.answer(call);
        world.now = world.now.plusSeconds(3600);
        assertThat(world.answer(call).body()).isEqualTo(first.body());
        assertThat(world.queue.sent()).hasSize(2);
        assertThat(takenIn(world.queue.sent().get(1)))
                .isEqualTo(takenIn(world.queue.sent().get(0)));
        assertThat(world.objects.keys()).hasSize(1);
    }

    @Test
    void without_a_key_the_same_upload_is_new_jobs() {
        var first = world.answer(Call.ndjson(JOB));
        assertThat(world.answer(Call.ndjson(JOB)).body()).isNotEqualTo(first.body());
    }

    @Test
    void nothing_but_bad_lines_is_a_problem_that_tells_each() {
        var response = world.answer(Call.ndjson("{\n[]\n"));
        assertProblem(response, 422, "no-good-line");
        assertThat(json(response).path("rejected").asInt()).isEqualTo(2);
        assertThat(json(response).at("/jobs/1/line").asInt()).isEqualTo(2);
        assertThat(json(response).at("/jobs/1/error/detail").asText()).isEqualTo("not a JSON object");
        assertThat(world.queue.sent()).isEmpty();
        assertThat(world.objects.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", " \r\n\t"})
    void blank_lines_alone_are_no_jobs(String body) {
        assertProblem(world.answer(Call.ndjson(body)), 400, "empty");
    }

    @Test
    void two_lines_of_one_name_are_told() {
        var named = job(CHAT, ",\"id\":\"same\"");
        var json = json(world.answer(Call.ndjson(named + "\n" + named)));
        assertThat(json.path("accepted").asInt()).isEqualTo(1);
        assertThat(json.at("/jobs/1/error/detail").asText()).isEqualTo("id: is that of line 1 already");
    }

    @Test
    void more_lines_than_one_answer_could_tell_of_are_refused() {
        assertThat(json(world.answer(Call.ndjson((JOB + "\n").repeat(5_000))))
                        .path("accepted")
                        .asInt())
                .isEqualTo(5_000);
        assertProblem(world.answer(Call.ndjson("x\n".repeat(5_001))), 413, "too-large", "5001", "5000");
    }

    @Test
    void the_largest_answer_fits_an_invocation() throws IOException {
        var worst = "{\"" + "\\u0001".repeat(60) + "\":1}\n";
        var out = new ByteArrayOutputStream();
        new StreamedAnswer().write(world.answer(Call.ndjson(worst.repeat(5_000))), out);
        assertThat(out.size()).isLessThan(6 * 1024 * 1024);
    }

    @Test
    void a_queue_that_refuses_accepts_no_line() {
        world.queue.refuse(envelope -> true);
        assertProblem(world.answer(Call.ndjson(JOB)), 503, "queue-unavailable");
    }
}

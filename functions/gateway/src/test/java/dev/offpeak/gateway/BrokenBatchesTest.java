package dev.offpeak.gateway;

import static dev.offpeak.gateway.World.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.testkit.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What becomes of callers' batches when something of ours breaks.
class BrokenBatchesTest {
    private static final String PATH = "/anthropic/v1/messages/batches";

    private final World world = new World();
    private final QueuedJobs queued = new QueuedJobs(world);

    @Test
    void a_batch_that_its_caller_was_never_told_of_is_on_no_list_and_is_never_sent() {
        // jobs, roster, row
        world.crash = Crash.at(3, true);
        assertThat(world.answer(create(2)).status()).isEqualTo(503);
        assertThat(world.callerBatches.rows()).hasSize(1);
        assertThat(listed(world)).isEmpty();
        assertThat(world.queue.sent()).isEmpty();
    }

    @Test
    void a_call_without_a_key_that_breaks_anywhere_and_is_made_again_has_every_line_run_once() throws IOException {
        int broken = 0;
        for (boolean done : new boolean[] {false, true}) {
            for (int nth = 1; ; nth++, broken++) {
                var crash = Crash.at(nth, done);
                makeTwiceIfTold(crash);
                if (!crash.happened()) {
                    break;
                }
            }
        }
        // jobs, roster, row, message, mark
        assertThat(broken).isEqualTo(10);
    }

    private static void makeTwiceIfTold(Crash crash) throws IOException {
        var world = new World();
        world.crash = crash;
        var first = world.answer(create(3));
        var again = first.status() == 503 ? world.answer(create(3)) : first;
        assertThat(again.status()).isEqualTo(200);
        listed(world);
        var batch =
                json(world.answer(Call.get(PATH + "/" + json(again).path("id").asText())));
        assertThat(batch.path("processing_status").asText()).isEqualTo("in_progress");
        assertThat(listed(world)).hasSize(1);
        assertThat(running(world)).hasSize(3);
    }

    @Test
    void a_batch_that_is_taken_back_is_taken_back_whole_wherever_that_breaks() throws IOException {
        int broken = 0;
        for (boolean done : new boolean[] {false, true}) {
            for (int nth = 4; ; nth++, broken++) {
                var world = new World();
                world.queue.refuse(message -> message.id().endsWith("-1"));
                world.crash = Crash.at(nth, done);
                var refused = world.answer(create(5_100));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.headers()).containsEntry("Retry-After", "1");
                assertThat(running(world)).isEmpty();
                listed(world);
                assertThat(world.queue.sent()).hasSizeLessThanOrEqualTo(1);
                if (!world.crash.happened()) {
                    break;
                }
            }
        }
        assertThat(broken).isGreaterThan(10);
    }

    @Test
    void a_batch_that_cannot_be_taken_back_is_seen_as_called_off_until_it_is() throws IOException {
        world.queue.refuse(message -> message.id().endsWith("-1"));
        world.broken.add(JobStore.class);
        var refused = world.answer(create(5_100));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
        var message = json(refused).at("/error/message").asText();
        assertThat(message).contains("before you send it again, look at this one");

        world.broken.clear();
        var batch = listed(world).get(0);
        assertThat(message).contains(batch.path("id").asText());
        assertThat(batch.path("cancel_initiated_at").isNull()).isFalse();
        assertThat(batch.path("processing_status").asText()).isEqualTo("ended");
        assertThat(running(world)).isEmpty();
    }

    @Test
    void a_line_that_could_not_be_marked_as_withdrawn_is_marked_again_before_the_call_ends() throws IOException {
        var path = path(create(3));
        var segment = Samples.segmentId();
        for (int line = 0; line < 3; line++) {
            queued.insert(queued.jobs().get(line), new JobState.Staged(1, segment, line));
        }
        world.before(SegmentStore.class, "withdraw", () -> {
            throw new IllegalStateException("throttled");
        });
        answered(world.answer(Call.post(path + "/cancel", "")));
        assertThat(world.segments.withdrawn(segment)).isEqualTo(LineSet.of(0, 1, 2));
    }

    @Test
    void lines_that_do_not_arrive_are_sent_again_every_hour_and_not_more_often() throws IOException {
        var path = path(create(3));
        var sent = world.queue.drain();
        for (int minutes : new int[] {59, 1, 59, 1}) {
            world.now = world.now.plus(Duration.ofMinutes(minutes));
            answered(world.answer(Call.get(path)));
            assertThat(world.queue.drain()).isEqualTo(minutes == 1 ? sent : List.of());
        }
        assertThat(world.jobs.rows()).isEmpty();
    }

    @Test
    void a_line_that_arrived_is_not_sent_again() throws IOException {
        var path = path(create(3));
        queued.intake();
        world.queue.drain();
        world.now = world.now.plus(Duration.ofHours(2));
        answered(world.answer(Call.get(path)));
        assertThat(world.queue.drain()).isEmpty();
    }

    @Test
    void a_batch_whose_lines_never_arrive_ends_after_its_deadline() throws IOException {
        var path = path(create(300));
        var jobs = queued.jobs();
        queued.insert(jobs.get(0), Samples.staged());
        queued.succeed(jobs.get(0), "{}");
        world.now = world.now.plus(Duration.ofHours(25));
        assertThat(processing(path)).isEqualTo(299);
        world.now = world.now.plusSeconds(1);
        var ended = json(world.answer(Call.get(path)));
        assertThat(ended.path("processing_status").asText()).isEqualTo("ended");
        assertThat(ended.at("/request_counts/expired").asInt()).isEqualTo(299);
        assertThat(ended.at("/request_counts/succeeded").asInt()).isEqualTo(1);
        // intake drops the message, should it turn up
        assertThat(jobs).allMatch(id -> world.jobs.find(id).orElseThrow().state() instanceof JobState.Settled);
    }

    @Test
    void a_line_that_arrived_is_left_to_its_rescuer_after_its_deadline() throws IOException {
        var path = path(create(2));
        queued.insert(queued.jobs().get(0), Samples.staged());
        world.now = world.now.plus(Duration.ofHours(26));
        assertThat(processing(path)).isEqualTo(1);
    }

    @Test
    void results_that_an_older_version_left_behind_half_written_do_not_mix_with_those_of_this_one() throws IOException {
        var path = path(create(3));
        queued.intake().forEach(id -> queued.succeed(id, "{}"));
        for (var part : List.of("output-0", "errors-0", "output-1")) {
            var key = world.objects.keys().first().replaceFirst("[^/]+$", part);
            assertThat(world.objects.putIfAbsent(key, "{\"custom_id\":\"old\"}\n".getBytes(UTF_8)))
                    .isTrue();
        }
        assertThat(processing(path)).isZero();
        assertThat(names(path)).containsExactly("n0", "n1", "n2");
    }

    @Test
    void results_that_cannot_be_noted_are_written_again_by_the_next_look() throws IOException {
        for (boolean done : new boolean[] {false, true}) {
            // progress, row, output, parts, row
            for (int nth = 1; nth <= 5; nth++) {
                var other = new World();
                var lines = new QueuedJobs(other);
                var path = PATH + "/" + json(other.answer(create(3))).path("id").asText();
                lines.intake().forEach(id -> lines.succeed(id, "{}"));
                other.crash = Crash.at(nth, done);
                other.answer(Call.get(path));
                assertThat(other.crash.happened()).isTrue();
                answered(other.answer(Call.get(path)));
                assertThat(names(other, path)).containsExactly("n0", "n1", "n2");
            }
        }
    }

    @Test
    void a_batch_that_cannot_be_followed_is_shown_as_it_was_and_leaves_the_others_in_sight() throws IOException {
        var first = path(create(2));
        world.now = world.now.plusMillis(1);
        answered(world.answer(create(2)));
        queued.intake().forEach(id -> queued.succeed(id, "{}"));
        // the first has lost its roster, without which it has no results
        world.objects.keys().stream()
                .filter(key -> key.endsWith("/lines"))
                .sorted()
                .limit(1)
                .forEach(world.objects::lose);
        assertThat(world.answer(Call.get(first)).status()).isEqualTo(503);
        assertThat(listed(world))
                .extracting(batch -> batch.path("processing_status").asText())
                .containsExactly("ended", "in_progress");
    }

    @Test
    void canceling_a_batch_whose_results_are_being_written_tells_what_a_look_tells() throws IOException {
        var path = path(create(2));
        queued.intake().forEach(id -> queued.succeed(id, "{}"));
        // progress, row, output
        world.crash = Crash.at(3, false);
        assertThat(world.answer(Call.get(path)).status()).isEqualTo(503);
        var canceled = json(answered(world.answer(Call.post(path + "/cancel", ""))));
        assertThat(canceled.path("processing_status").asText()).isEqualTo("in_progress");
        assertThat(canceled.path("cancel_initiated_at").isNull()).isTrue();
        answered(world.answer(Call.get(path)));
        var refused = world.answer(Call.post(path + "/cancel", ""));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
    }

    @Test
    void progress_that_is_lost_is_seen_again() throws IOException {
        var body =
                create(2).body().text().replace("\"n0\",\"params\":{\"model\":\"m\"", "\"n0\",\"params\":{\"m\":\"m\"");
        var path = path(Call.post(PATH, body));
        var jobs = queued.intake();
        assertThat(jobs).hasSize(1);
        world.objects.keys().stream().filter(key -> key.contains("/progress-")).forEach(world.objects::lose);
        assertThat(processing(path)).isEqualTo(1);
        queued.succeed(jobs.getFirst(), "{}");
        assertThat(processing(path)).isZero();
        assertThat(names(path)).containsExactly("n0", "n1");
    }

    private List<String> names(String path) {
        return names(world, path);
    }

    private static List<String> names(World world, String path) {
        return answered(world.answer(Call.get(path + "/results")))
                .body()
                .text()
                .lines()
                .map(line -> json(line).path("custom_id").asText())
                .toList();
    }

    private String path(Call create) {
        return PATH + "/" + json(answered(world.answer(create))).path("id").asText();
    }

    private int processing(String path) {
        return json(answered(world.answer(Call.get(path))))
                .at("/request_counts/processing")
                .asInt();
    }

    private static Call create(int lines) {
        return Call.post(
                PATH,
                IntStream.range(0, lines)
                        .mapToObj(
                                i -> "{\"custom_id\":\"n" + i
                                        + "\",\"params\":{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\"}]}}")
                        .collect(Collectors.joining(",", "{\"requests\":[", "]}")));
    }

    private static JsonNode listed(World world) {
        return json(answered(world.answer(Call.get(PATH)))).path("data");
    }

    private static HttpResponse answered(HttpResponse response) {
        assertThat(response.status()).as(response.body().text()).isEqualTo(200);
        return response;
    }

    /// What is on the queue and not withdrawn.
    private static List<JobId> running(World world) throws IOException {
        return new QueuedJobs(world)
                .jobs().stream()
                        .filter(id -> world.jobs
                                .find(id)
                                .filter(row -> row.state() instanceof JobState.Settled settled
                                        && settled.ending() == Ending.CANCELED)
                                .isEmpty())
                        .toList();
    }
}

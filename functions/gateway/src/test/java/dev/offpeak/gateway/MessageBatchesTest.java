package dev.offpeak.gateway;

import static dev.offpeak.gateway.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.testkit.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBatchesTest {
    private static final String PATH = "/anthropic/v1/messages/batches";
    private static final String PARAMS =
            "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":5,\n\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final World world = new World();
    private final QueuedJobs queued = new QueuedJobs(world);

    @Test
    void a_new_batch_is_in_progress_with_every_line_to_do() {
        var made = created("a", "b");
        assertThat(made.path("id").asText()).matches("msgbatch_[0-9a-z]{37}");
        assertThat(made.path("type").asText()).isEqualTo("message_batch");
        assertThat(made.path("processing_status").asText()).isEqualTo("in_progress");
        assertThat(counts(made)).isEqualTo("2 0 0 0 0");
        assertThat(made.path("created_at").asText()).isEqualTo(world.now.toString());
        assertThat(made.path("expires_at").asText())
                .isEqualTo(world.now.plus(Samples.DAY).toString());
        for (var none : List.of("ended_at", "cancel_initiated_at", "archived_at", "results_url")) {
            assertThat(made.get(none).isNull()).as(none).isTrue();
        }
        assertThat(show(id(made))).isEqualTo(made);
    }

    @Test
    void its_lines_are_jobs_that_end_with_the_batch_and_are_named_by_it() throws IOException {
        var made = json(world.answer(Call.post(PATH, requests("a", "b"))
                .with("anthropic-version", "2023-06-01")
                .with("Offpeak-Label", "tickets")));
        var message = world.queue.sent().getFirst();
        assertThat(message.kind()).isEqualTo(Envelope.Kind.UPLOAD);
        assertThat(message.id()).isEqualTo(id(made) + "-0");
        var jobs = queued.takenIn(message);
        assertThat(jobs).hasSize(2).allSatisfy(job -> {
            assertThat(job.spec().provider().value()).isEqualTo("anthropic");
            assertThat(job.spec().request().endpoint().path()).isEqualTo("/v1/messages");
            assertThat(job.spec().request().body().text()).isEqualTo(PARAMS.replace('\n', ' '));
            assertThat(job.spec().request().headers().values()).containsEntry("anthropic-version", "2023-06-01");
            assertThat(job.spec().terms().onLate()).isEqualTo(OnLate.EXPIRE);
            assertThat(job.spec().deadline()).contains(made.path("expires_at").asText());
            assertThat(job.spec().label()).contains("tickets");
            assertThat(job.spec().group()).contains(id(made));
        });
    }

    @Test
    void a_caller_may_choose_another_deadline_and_what_becomes_of_late_lines() throws IOException {
        var made = json(world.answer(
                Call.post(PATH, requests("a")).with("Offpeak-Deadline", "2h").with("Offpeak-On-Late", "Express")));
        assertThat(made.path("expires_at").asText())
                .isEqualTo(world.now.plusSeconds(7200).toString());
        var job = queued.takenIn(world.queue.sent().getFirst()).getFirst();
        assertThat(job.spec().terms().onLate()).isEqualTo(OnLate.EXPRESS);
    }

    @ParameterizedTest
    @CsvSource({
        "Offpeak-Deadline, 1m, Offpeak-Deadline: is PT1M away",
        "Offpeak-Deadline, soon, Offpeak-Deadline: not an RFC 3339",
        "Offpeak-On-Late, never, 'Offpeak-On-Late: must be express, wait or expire'",
        "Offpeak-On-Doubt, perhaps, Offpeak-On-Doubt: must be fail or retry",
        "Offpeak-Label, grün, Offpeak-Label: must be"
    })
    void a_bad_header_is_told_by_its_name(String header, String value, String message) {
        assertRefused(world.answer(Call.post(PATH, requests("a")).with(header, value)), 400, message);
        assertThat(world.queue.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{| not valid JSON",
                "[]| not valid JSON: not a JSON object",
                "{}| requests: Field required",
                "{\"requests\":{}}| requests: Input should be a valid list",
                "{\"requests\":[]}| requests: List should have at least 1 item",
                "{\"requests\":[],\"model\":\"m\"}| model: Extra inputs are not permitted",
                "{\"requests\":[5]}| requests.0: Input should be an object",
                "{\"requests\":[{\"params\":{}}]}| requests.0.custom_id: Field required",
                "{\"requests\":[{\"custom_id\":\"a\"}]}| requests.0.params: Field required",
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":[]}]}| requests.0.params: Input should be an object",
                "{\"requests\":[{\"custom_id\":\"a b\",\"params\":{}}]}| requests.0.custom_id: String should match",
                "{\"requests\":[{\"custom_id\":7,\"params\":{}}]}| requests.0.custom_id: String should match",
                "{\"requests\":[{\"custom_id\":\"\",\"params\":{}}]}| requests.0.custom_id: String should match",
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{}},{\"custom_id\":\"a\",\"params\":{}}]}"
                        + "| requests.1.custom_id: custom_id 'a' is that of another request",
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{},\"url\":\"/\"}]}| requests.0.url: Extra inputs"
            })
    void an_unsound_batch_is_refused_in_the_providers_envelope(String body, String message) {
        assertRefused(world.answer(Call.post(PATH, body)), 400, message);
        assertThat(world.queue.sent()).isEmpty();
        assertThat(world.objects.keys()).isEmpty();
    }

    @Test
    void a_name_of_65_characters_is_too_long() {
        assertThat(world.answer(Call.post(PATH, requests("a".repeat(64)))).status())
                .isEqualTo(200);
        assertRefused(world.answer(Call.post(PATH, requests("a".repeat(65)))), 400, "custom_id: String should match");
    }

    @Test
    void more_requests_than_the_provider_takes_are_refused() {
        var request = "{\"custom_id\":\"%s\",\"params\":{}}";
        var many = IntStream.rangeClosed(0, 100_000)
                .mapToObj(i -> request.formatted(Integer.toString(i, 36)))
                .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
        assertRefused(world.answer(Call.post(PATH, many)), 400, "at most 100000 items");
    }

    @Test
    void more_bytes_than_the_function_takes_are_told_with_the_way_out() {
        var body = requests("a") + " ".repeat(5 * 1024 * 1024);
        assertRefused(world.answer(Call.post(PATH, body)), 413, "5242880");
    }

    @Test
    void a_batch_ends_in_the_look_that_sees_its_last_line_ended() throws IOException {
        var made = created("a", "b", "c", "d", "e");
        var jobs = queued.intake();
        queued.succeed(jobs.get(0), "{\"id\":\"msg_1\",\"content\":\n[]}");
        assertThat(counts(show(id(made)))).isEqualTo("4 1 0 0 0");
        queued.end(jobs.get(1), Ending.FAILED, "invalid_request_error", "max_tokens: too many");
        queued.end(jobs.get(2), Ending.EXPIRED, "deadline", "late");
        queued.end(jobs.get(3), Ending.CANCELED, "canceled", "withdrawn");
        assertThat(world.answer(Call.get(PATH + "/" + id(made) + "/results")).status())
                .isEqualTo(404);
        world.now = world.now.plusSeconds(60);
        queued.end(jobs.get(4), Ending.REJECTED, "rejected", "body.model: is missing");

        var ended = show(id(made));
        assertThat(ended.path("processing_status").asText()).isEqualTo("ended");
        assertThat(counts(ended)).isEqualTo("0 1 2 1 1");
        assertThat(ended.path("ended_at").asText()).isEqualTo(world.now.toString());
        assertThat(ended.has("usage")).isFalse();
        assertThat(results(id(made)))
                .containsExactly(
                        "{\"custom_id\":\"a\",\"result\":{\"type\":\"succeeded\",\"message\":"
                                + "{\"id\":\"msg_1\",\"content\": []}}}",
                        "{\"custom_id\":\"b\",\"result\":{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":"
                                + "{\"type\":\"invalid_request_error\",\"message\":\"max_tokens: too many\"},"
                                + "\"request_id\":null}}}",
                        "{\"custom_id\":\"c\",\"result\":{\"type\":\"expired\"}}",
                        "{\"custom_id\":\"d\",\"result\":{\"type\":\"canceled\"}}",
                        "{\"custom_id\":\"e\",\"result\":{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":"
                                + "{\"type\":\"invalid_request_error\",\"message\":\"body.model: is missing\"},"
                                + "\"request_id\":null}}}");
    }

    @Test
    void results_are_where_the_batch_says_they_are() throws IOException {
        var made = created("a");
        queued.succeed(queued.intake().getFirst(), "{}");
        var request = Call.get(PATH + "/" + id(made)).request();
        var reached = new dev.offpeak.gateway.http.HttpRequest(
                request.method(),
                request.path(),
                request.headers(),
                request.query(),
                "",
                request.body(),
                Optional.empty(),
                "https://abc.example/live");
        assertThat(json(world.desk().answer(reached)).path("results_url").asText())
                .isEqualTo("https://abc.example/live" + PATH + "/" + id(made) + "/results");
        var results = world.answer(Call.get(PATH + "/" + id(made) + "/results"));
        assertThat(results.headers()).containsEntry("Content-Type", "application/x-jsonl");
    }

    @Test
    void a_line_no_batch_takes_is_an_errored_line_and_never_runs_at_full_price() throws IOException {
        var streaming = PARAMS.replace("\"max_tokens\":5", "\"max_tokens\":5,\"stream\":true");
        var made = json(world.answer(Call.post(
                PATH,
                "{\"requests\":[{\"custom_id\":\"x\",\"params\":" + streaming + "},{\"custom_id\":\"y\",\"params\":{}},"
                        + "{\"custom_id\":\"z\",\"params\":" + PARAMS + "}]}")));
        assertThat(counts(made)).isEqualTo("1 0 2 0 0");
        var jobs = queued.intake();
        assertThat(jobs).hasSize(1);
        queued.succeed(jobs.getFirst(), "{}");
        assertThat(counts(show(id(made)))).isEqualTo("0 1 2 0 0");
        assertThat(results(id(made)).get(0)).contains("stream: true is not taken by a batch");
        assertThat(results(id(made)).get(1)).contains("model: is missing");
        assertThat(results(id(made)).get(2)).contains("\"z\"", "succeeded");
    }

    @Test
    void a_batch_of_unsound_lines_only_sends_nothing_and_ends_at_the_first_look() {
        var made = json(world.answer(Call.post(PATH, "{\"requests\":[{\"custom_id\":\"x\",\"params\":{}}]}")));
        assertThat(world.queue.sent()).isEmpty();
        assertThat(show(id(made)).path("processing_status").asText()).isEqualTo("ended");
        assertThat(results(id(made))).singleElement().asString().contains("errored");
    }

    @Test
    void a_canceled_batch_withdraws_what_has_not_ended_and_keeps_what_has() throws IOException {
        var made = created("a", "b", "c", "d");
        var ids = queued.jobs();
        // a has ended, b lies in a segment, c and d are still in the queue
        var segment = Samples.segmentId();
        queued.insert(ids.get(0), new JobState.Staged(1, segment, 0));
        queued.succeed(ids.get(0), "{}");
        queued.insert(ids.get(1), new JobState.Staged(1, segment, 7));
        var canceling = json(world.answer(Call.post(PATH + "/" + id(made) + "/cancel", "")));
        assertThat(canceling.path("processing_status").asText()).isEqualTo("canceling");
        assertThat(canceling.path("cancel_initiated_at").asText()).isEqualTo(world.now.toString());

        var ended = show(id(made));
        assertThat(ended.path("processing_status").asText()).isEqualTo("ended");
        assertThat(ended.path("cancel_initiated_at").asText()).isEqualTo(world.now.toString());
        assertThat(counts(ended)).isEqualTo("0 1 0 3 0");
        assertThat(world.segments.withdrawn(segment)).isEqualTo(LineSet.of(7));
        assertThat(world.jobs.rows()).hasSize(4);
        assertThat(world.jobs.find(ids.get(3)).orElseThrow().state()).isInstanceOf(JobState.Settled.class);
    }

    @Test
    void canceling_withdraws_every_line_though_nobody_looks_again() throws IOException {
        var names = IntStream.range(0, 11_000).mapToObj(i -> "n" + i).toArray(String[]::new);
        var made = created(names);
        world.answer(Call.post(PATH + "/" + id(made) + "/cancel", ""));
        assertThat(queued.jobs()).hasSize(11_000).allMatch(id -> ending(id) == Ending.CANCELED);
    }

    @Test
    void canceling_goes_on_with_the_next_look_when_its_time_is_up() throws IOException {
        var made = created(IntStream.range(0, 1_200).mapToObj(i -> "n" + i).toArray(String[]::new));
        world.before(JobStore.class, "insert", () -> world.now = world.now.plusSeconds(60));
        world.answer(Call.post(PATH + "/" + id(made) + "/cancel", ""));
        assertThat(world.jobs.rows()).hasSize(500);
        assertThat(show(id(made)).path("processing_status").asText()).isEqualTo("ended");
        assertThat(world.jobs.rows()).hasSize(1_200);
    }

    @Test
    void a_line_that_moves_while_it_is_withdrawn_is_withdrawn_by_the_next_look() throws IOException {
        var made = created("a");
        var id = queued.jobs().getFirst();
        queued.insert(id, new JobState.Staged(1, Samples.segmentId(), 0));
        world.before(JobStore.class, "apply", () -> queued.succeed(id, "{\"quick\":1}"));
        world.answer(Call.post(PATH + "/" + id(made) + "/cancel", ""));
        assertThat(counts(show(id(made)))).isEqualTo("0 1 0 0 0");
    }

    @Test
    void an_ended_batch_cannot_be_canceled_and_a_running_one_not_deleted() throws IOException {
        var made = created("a");
        assertRefused(world.answer(Call.of("DELETE", PATH + "/" + id(made))), 400, "cannot be deleted");
        queued.succeed(queued.intake().getFirst(), "{}");
        show(id(made));
        assertRefused(world.answer(Call.post(PATH + "/" + id(made) + "/cancel", "")), 400, "already ended");
        var deleted = json(world.answer(Call.of("DELETE", PATH + "/" + id(made))));
        assertThat(deleted).hasToString("{\"id\":\"" + id(made) + "\",\"type\":\"message_batch_deleted\"}");
        assertNotFound(world.answer(Call.get(PATH + "/" + id(made))));
        assertNotFound(world.answer(Call.get(PATH + "/" + id(made) + "/results")));
        assertThat(json(world.answer(Call.get(PATH))).path("data")).isEmpty();
    }

    @Test
    void batches_are_listed_newest_first_and_walked_both_ways() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            world.now = world.now.plusMillis(1);
            ids.addFirst(id(created("a")));
        }
        assertThat(page()).isEqualTo(ids + " false");
        assertThat(page("limit", "2")).isEqualTo(ids.subList(0, 2) + " true");
        assertThat(page("limit", "2", "after_id", ids.get(1))).isEqualTo(ids.subList(2, 4) + " true");
        assertThat(page("limit", "2", "after_id", ids.get(3))).isEqualTo(ids.subList(4, 5) + " false");
        assertThat(page("limit", "2", "before_id", ids.get(4))).isEqualTo(ids.subList(2, 4) + " true");
        assertThat(page("limit", "2", "before_id", ids.get(1))).isEqualTo(ids.subList(0, 1) + " false");
        assertThat(json(world.answer(Call.get(PATH).query("after_id", ids.get(4)))))
                .hasToString("{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 1001", "limit, x", "after_id, msgbatch_1", "before_id, ''"})
    void a_bad_page_is_refused(String name, String value) {
        assertThat(world.answer(Call.get(PATH).query(name, value)).status()).isIn(400, 404);
    }

    @Test
    void nobody_elses_batch_is_there() {
        var theirs = new World(new Tenants.Authorized());
        var made = json(theirs.answer(Call.post(PATH, requests("a")).authorizedAs("acme")));
        for (var call : List.of(
                Call.get(PATH + "/" + id(made)),
                Call.get(PATH + "/" + id(made) + "/results"),
                Call.post(PATH + "/" + id(made) + "/cancel", ""),
                Call.of("DELETE", PATH + "/" + id(made)),
                Call.get(PATH).query("after_id", id(made)))) {
            assertNotFound(theirs.answer(call.authorizedAs("other")));
        }
        assertThat(json(theirs.answer(Call.get(PATH).authorizedAs("other"))).path("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"msgbatch_1", "x", "batch_00000000000000000000000000000000000000", "msgbatch_%2e"})
    void what_is_no_id_is_not_found(String id) {
        assertNotFound(world.answer(Call.get(PATH + "/" + id)));
    }

    @Test
    void other_methods_are_told_which_there_are() {
        assertThat(world.answer(Call.of("PUT", PATH)).headers()).containsEntry("Allow", "GET, POST");
        assertThat(world.answer(Call.of("PUT", PATH + "/x")).headers()).containsEntry("Allow", "DELETE, GET");
        assertThat(world.answer(Call.of("GET", PATH + "/x/cancel")).headers()).containsEntry("Allow", "POST");
        assertThat(world.answer(Call.of("POST", PATH + "/x/results")).headers()).containsEntry("Allow", "GET");
    }

    @Test
    void the_same_key_and_body_are_the_same_batch() {
        var call = Call.post(PATH, requests("a")).with("Idempotency-Key", "night-1");
        var first = json(world.answer(call));
        world.now = world.now.plusSeconds(60);
        assertThat(json(world.answer(call))).isEqualTo(first);
        assertThat(json(world.answer(Call.get(PATH))).path("data")).hasSize(1);
        assertRefused(
                world.answer(Call.post(PATH, requests("b")).with("Idempotency-Key", "night-1")), 400, "another body");
    }

    @Test
    void a_queue_that_refuses_is_a_503_and_leaves_no_batch_behind() {
        world.queue.refuse(envelope -> true);
        var response = world.answer(Call.post(PATH, requests("a")));
        assertThat(response.status()).isEqualTo(503);
        assertThat(json(response).at("/error/type").asText()).isEqualTo("api_error");
        assertThat(json(world.answer(Call.get(PATH))).path("data")).isEmpty();
        // the queue may have it all the same: intake finds the line withdrawn
        assertThat(world.jobs.rows())
                .singleElement()
                .satisfies(row ->
                        assertThat(((JobState.Settled) row.state()).ending()).isEqualTo(Ending.CANCELED));
    }

    @Test
    void a_batch_whose_lines_are_on_their_way_is_accepted_even_if_that_cannot_be_noted() {
        // jobs, roster, row, message, mark
        world.crash = Crash.at(5, false);
        var made = created("a");
        var sent = world.queue.drain();
        assertThat(world.crash.happened()).isTrue();
        show(id(made));
        assertThat(world.queue.drain()).isEqualTo(sent);
    }

    @Test
    void a_batch_whose_messages_were_not_all_sent_is_sent_again_by_who_looks_at_it() {
        var made = created("a");
        // as if the maker had died before it noted the sending
        var row = world.callerBatches
                .list(World.ACME, new dev.offpeak.core.id.ProviderId("anthropic"), all())
                .getFirst();
        var course = new dev.offpeak.core.surface.CallerBatch.Course(
                Optional.empty(),
                row.course().progress(),
                row.course().tally(),
                Optional.empty(),
                Optional.empty(),
                row.course().made(),
                Optional.empty(),
                false);
        world.callerBatches.replace(row.with(course));
        var first = world.queue.drain();
        show(id(made));
        assertThat(world.queue.drain()).isEqualTo(first);
        show(id(made));
        assertThat(world.queue.drain()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {CallerBatchStore.class, ObjectStore.class, JobStore.class})
    void what_cannot_be_reached_is_a_503_in_the_providers_envelope(Class<?> port) {
        var made = created("a");
        world.broken.add(port);
        var response = port == ObjectStore.class
                ? world.answer(Call.post(PATH, requests("b")))
                : world.answer(Call.get(PATH + "/" + id(made)));
        assertThat(response.status()).isEqualTo(503);
        assertThat(json(response).path("type").asText()).isEqualTo("error");
    }

    @Test
    void a_large_batch_travels_in_parts_and_its_results_come_in_the_order_of_its_lines() throws IOException {
        var names = IntStream.range(0, 5_003).mapToObj(i -> "line-" + i).toList();
        var made = json(world.answer(Call.post(PATH, requests(names.toArray(String[]::new)))));
        assertThat(world.queue.sent()).extracting(Envelope::id).containsExactly(id(made) + "-0", id(made) + "-1");
        var jobs = queued.intake();
        assertThat(jobs).hasSize(5_003).doesNotHaveDuplicates();
        jobs.forEach(id -> queued.succeed(id, "{}"));
        assertThat(show(id(made)).path("processing_status").asText()).isEqualTo("ended");
        assertThat(results(id(made)).stream()
                        .map(line -> json(line).path("custom_id").asText()))
                .containsExactlyElementsOf(names);
    }

    @Test
    void a_look_that_finds_nothing_new_reads_a_hundred_rows_however_large_the_batch_is() throws IOException {
        var names = IntStream.range(0, 1_000).mapToObj(i -> "n" + i).toList();
        var made = json(world.answer(Call.post(PATH, requests(names.toArray(String[]::new)))));
        var jobs = queued.intake();
        show(id(made));
        assertThat(world.rowsAsked).containsExactly(100);

        world.rowsAsked.clear();
        jobs.subList(0, 600).forEach(job -> queued.succeed(job, "{}"));
        assertThat(counts(show(id(made)))).isEqualTo("400 600 0 0 0");
        assertThat(world.rowsAsked).containsExactly(100, 940);

        world.rowsAsked.clear();
        show(id(made));
        assertThat(world.rowsAsked).as("what has ended is not read again").containsExactly(100);
    }

    @Test
    void lines_that_end_behind_ten_thousand_open_ones_are_seen_by_the_next_look() throws IOException {
        var names = IntStream.range(0, 13_000).mapToObj(i -> "n" + i).toArray(String[]::new);
        var made = created(names);
        var jobs = queued.intake();
        jobs.subList(11_000, 12_900).forEach(job -> queued.succeed(job, "{}"));
        assertThat(counts(show(id(made)))).isEqualTo("11100 1900 0 0 0");
    }

    @Test
    void a_row_is_not_read_again_for_every_part_of_the_results_that_it_does_not_fit_into() throws IOException {
        var made = created(IntStream.range(0, 400).mapToObj(i -> "n" + i).toArray(String[]::new));
        var jobs = queued.intake();
        world.objects.putIfAbsent(
                "big", ("\"" + "x".repeat((1 << 20) - 2) + "\"").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (var id : jobs) {
            queued.settle(id, Optional.of(new Answer.Stored(200, "big", 0, 1 << 20)), Ending.SUCCEEDED, "", "");
        }
        show(id(made));
        // a sample, the others, and the first lines of the results, of which eight fit into each of eight parts
        assertThat(world.rowsAsked).containsExactly(100, 300, 200);
    }

    @Test
    void who_waits_by_listing_sees_the_batch_end() throws IOException {
        var made = created("a");
        queued.succeed(queued.intake().getFirst(), "{}");
        var listed = json(world.answer(Call.get(PATH))).at("/data/0");
        assertThat(listed.path("processing_status").asText()).isEqualTo("ended");
        assertThat(results(id(made))).hasSize(1);
    }

    @Test
    void results_too_large_for_one_look_are_finished_by_the_next() throws IOException {
        var made = created(IntStream.range(0, 20).mapToObj(i -> "n" + i).toArray(String[]::new));
        var jobs = queued.intake();
        world.objects.putIfAbsent(
                "big", ("\"" + "x".repeat((7 << 20) - 2) + "\"").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (var id : jobs) {
            queued.settle(id, Optional.of(new Answer.Stored(200, "big", 0, 7 << 20)), Ending.SUCCEEDED, "", "");
        }
        var first = show(id(made));
        assertThat(first.path("processing_status").asText()).isEqualTo("in_progress");
        assertThat(first.path("results_url").isNull()).isTrue();
        assertThat(counts(first)).isEqualTo("0 20 0 0 0");
        show(id(made));
        assertThat(show(id(made)).path("processing_status").asText()).isEqualTo("ended");
        assertThat(world.answer(Call.get(PATH + "/" + id(made) + "/results"))
                        .body()
                        .length())
                .isGreaterThan(20 * 7 << 20);
    }

    private Ending ending(JobId id) {
        return ((JobState.Settled) world.jobs.find(id).orElseThrow().state()).ending();
    }

    private static dev.offpeak.core.surface.Stretch all() {
        return new dev.offpeak.core.surface.Stretch(Optional.empty(), false, 100);
    }

    private static String requests(String... names) {
        return Stream.of(names)
                .map(name -> "{\"custom_id\":\"" + name + "\",\"params\":" + PARAMS + "}")
                .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
    }

    private JsonNode created(String... names) {
        var response = world.answer(Call.post(PATH, requests(names)));
        assertThat(response.status()).as(response.body().text()).isEqualTo(200);
        return json(response);
    }

    private static String id(JsonNode batch) {
        return batch.path("id").asText();
    }

    private JsonNode show(String id) {
        var response = world.answer(Call.get(PATH + "/" + id));
        assertThat(response.status()).as(response.body().text()).isEqualTo(200);
        return json(response);
    }

    private List<String> results(String id) {
        var response = world.answer(Call.get(PATH + "/" + id + "/results"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().text()).endsWith("\n");
        return response.body().text().lines().toList();
    }

    private String page(String... query) {
        var call = Call.get(PATH);
        for (int i = 0; i < query.length; i += 2) {
            call = call.query(query[i], query[i + 1]);
        }
        var json = json(world.answer(call));
        var ids = new ArrayList<String>();
        json.path("data").forEach(batch -> ids.add(id(batch)));
        assertThat(json.path("first_id").asText()).isEqualTo(ids.getFirst());
        assertThat(json.path("last_id").asText()).isEqualTo(ids.getLast());
        return ids + " " + json.path("has_more").asBoolean();
    }

    private static String counts(JsonNode batch) {
        return Stream.of("processing", "succeeded", "errored", "canceled", "expired")
                .map(name -> batch.path("request_counts").path(name).asText())
                .collect(Collectors.joining(" "));
    }

    private static void assertRefused(HttpResponse response, int status, String message) {
        assertThat(response.status()).as(response.body().text()).isEqualTo(status);
        var json = json(response);
        assertThat(json.path("type").asText()).isEqualTo("error");
        assertThat(json.at("/error/type").asText())
                .isEqualTo(status == 413 ? "request_too_large" : "invalid_request_error");
        assertThat(json.at("/error/message").asText()).contains(message);
    }

    private static void assertNotFound(HttpResponse response) {
        assertThat(response.status()).as(response.body().text()).isEqualTo(404);
        assertThat(json(response).at("/error/type").asText()).isEqualTo("not_found_error");
    }
}

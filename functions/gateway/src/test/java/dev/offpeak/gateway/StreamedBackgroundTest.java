package dev.offpeak.gateway;

import static dev.offpeak.gateway.World.ACME;
import static dev.offpeak.gateway.World.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Background responses that are told as a stream.
class StreamedBackgroundTest {
    private static final String RESPONSES = "/openai/v1/responses";
    private static final String REQUEST =
            "{\"model\":\"gpt-6-luna\",\"background\":true,\"stream\":true,\"input\":\"hi\","
                    + "\"instructions\":\"Be brief.\"}";

    private static final String STREAM = event(0, "response.created", "\"response\":{\"id\":\"resp_67\"}")
            + event(1, "response.in_progress", "\"response\":{\"id\":\"resp_67\"}")
            + event(2, "response.output_text.delta", "\"delta\":\"hello\"")
            + event(3, "response.completed", "\"response\":{\"id\":\"resp_67\",\"status\":\"completed\"}");

    private final World world = new World();

    private static String event(int number, String type, String more) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + number + "," + more
                + "}\n\n";
    }

    /// The job of the response that was created last ends so while somebody looks.
    private void endsAfter(int looks, Settled end) {
        var left = new int[] {looks};
        world.meanwhile = () -> {
            if (--left[0] == 0) {
                ends(job(), end);
            }
        };
    }

    private JobId job() {
        return new JobId(world.queue.sent().getLast().id());
    }

    private String name() {
        return "resp_" + job().value().substring(4);
    }

    private void ends(JobId job, JobState end) {
        var usual = Samples.particulars();
        var particulars = new JobRow.Particulars(
                usual.provider(),
                new Endpoint("/v1/responses"),
                "gpt-6-luna",
                Lane.SYNC,
                usual.why(),
                usual.deadline(),
                usual.label(),
                usual.group(),
                usual.terms());
        world.jobs.insert(List.of(new JobRow(job, ACME, world.now, Optional.of(particulars), end)));
    }

    private static Settled streamed(String stream) {
        return Samples.succeeded(1).with(new Answer.Inline(200, Body.of(stream)));
    }

    private HttpResponse create() {
        return world.answer(Call.post(RESPONSES, REQUEST));
    }

    private HttpResponse follow(JobId job, String after) {
        var call = Call.get(RESPONSES + "/resp_" + job.value().substring(4)).query("stream", "true");
        return world.answer(after.isEmpty() ? call : call.query("starting_after", after));
    }

    private static List<JsonNode> events(HttpResponse response) {
        assertThat(response.status()).as(response.body().text()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("Content-Type", "text/event-stream; charset=utf-8");
        var events = new ArrayList<JsonNode>();
        for (var line : response.body().text().split("\n")) {
            if (line.startsWith("data: ")) {
                events.add(json(line.substring(6)));
            }
        }
        return events;
    }

    private static List<String> types(HttpResponse response) {
        return events(response).stream()
                .map(event -> event.path("sequence_number").asInt() + " "
                        + event.path("type").asText())
                .toList();
    }

    @Test
    void it_is_told_from_its_creation_to_its_end_under_one_name() {
        endsAfter(3, streamed(STREAM));
        var response = create();
        assertThat(types(response))
                .containsExactly(
                        "0 response.created",
                        "1 response.queued",
                        "2 response.in_progress",
                        "3 response.output_text.delta",
                        "4 response.completed");
        assertThat(events(response).stream()
                        .filter(event -> event.has("response"))
                        .map(event -> event.at("/response/id").asText()))
                .hasSize(4)
                .containsOnly(name());
        assertThat(events(response).getFirst().at("/response/status").asText()).isEqualTo("queued");
        assertThat(response.headers()).containsEntry("offpeak-lane", "SYNC");
    }

    @Test
    void the_call_is_a_job_like_any_other_and_streams_too() {
        endsAfter(1, streamed(STREAM));
        create();
        var body = world.queue.sent().getLast().body();
        var spec = ((Reading.Sound) new JobReader().read(body.array(), body.offset(), body.length())).spec();
        assertThat(spec.request().body().text()).isEqualTo(REQUEST.replace("\"background\":true,", ""));
        assertThat(world.openAi.made).isEmpty();
    }

    @Test
    void whoever_lost_the_stream_takes_it_up_behind_any_event() {
        endsAfter(1, streamed(STREAM));
        var all = events(create());
        for (int after = -1; after < 6; after++) {
            assertThat(events(follow(job(), after < 0 ? "" : Integer.toString(after))))
                    .as("after " + after)
                    .isEqualTo(all.subList(Math.min(after + 1, all.size()), all.size()));
        }
    }

    @Test
    void it_can_be_retrieved_without_a_stream_as_well() {
        endsAfter(1, streamed(STREAM));
        create();
        var response = world.answer(Call.get(RESPONSES + "/" + name()));
        assertThat(response.body().text()).isEqualTo("{\"id\":\"" + name() + "\",\"status\":\"completed\"}");
    }

    @Test
    void a_response_whose_stream_broke_off_is_a_failed_one() {
        endsAfter(1, streamed(STREAM.substring(0, STREAM.indexOf("event: response.completed"))));
        var told = events(create());
        assertThat(told.getLast().path("type").asText()).isEqualTo("response.failed");
        assertThat(told.getLast().path("sequence_number").asInt()).isEqualTo(4);
        assertThat(told.get(3).path("delta").asText()).isEqualTo("hello");
        assertThat(events(follow(job(), "3"))).containsExactly(told.getLast());

        var response = json(world.answer(Call.get(RESPONSES + "/" + name())));
        assertThat(response).isEqualTo(told.getLast().path("response"));
        assertThat(response.path("instructions").asText()).isEqualTo("Be brief.");
        assertThat(response.at("/error/code").asText()).isEqualTo("stream_broken");
        assertThat(response.at("/error/message").asText()).contains("/v1/jobs/" + job() + "/result");
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"FAILED", "EXPIRED", "REJECTED"})
    void every_bad_end_is_told_in_a_last_event(Ending ending) {
        endsAfter(2, Samples.ended(ending, 1));
        var events = events(create());
        assertThat(events.getLast().path("type").asText()).isEqualTo("response.failed");
        assertThat(events.getLast().path("sequence_number").asInt()).isEqualTo(2);
        assertThat(events.getLast().at("/response/error/code").asText()).isEqualTo("context_length_exceeded");
        assertThat(events(follow(job(), ""))).isEqualTo(events);
    }

    @Test
    void an_answer_too_large_to_be_shown_says_where_it_is() {
        endsAfter(1, Samples.succeeded(1).with(new Answer.Stored(200, "results/x", 0, 33 << 20)));
        var events = events(create());
        assertThat(events(follow(job(), ""))).isEqualTo(events);
        var last = events.getLast();
        assertThat(last.path("type").asText()).isEqualTo("response.failed");
        assertThat(last.at("/response/error/message").asText()).contains("/v1/jobs/" + job() + "/result");
    }

    @Test
    void the_stream_of_a_cancelled_response_ends_with_the_response_as_it_is() {
        endsAfter(2, Samples.ended(Ending.CANCELED, 1));
        var events = events(create());
        assertThat(events.getLast().path("type").asText()).isEqualTo("response.failed");
        assertThat(events.getLast().at("/response/status").asText()).isEqualTo("cancelled");
        assertThat(events(follow(job(), ""))).isEqualTo(events);
    }

    @Test
    void the_stream_of_a_response_that_is_deleted_meanwhile_ends_as_failed() {
        var left = new int[] {2};
        world.meanwhile = () -> {
            if (--left[0] == 0) {
                world.answer(Call.of("DELETE", RESPONSES + "/" + name()));
            }
        };
        var last = events(create()).getLast();
        assertThat(last.path("type").asText()).isEqualTo("response.failed");
        assertThat(last.at("/response/error/code").asText()).isEqualTo("deleted");
        assertThat(follow(job(), "").status()).isEqualTo(404);
    }

    @Test
    void an_answer_that_cannot_be_read_breaks_the_stream_off() {
        endsAfter(1, Samples.succeeded(1));
        assertThatThrownBy(() -> write(new ByteArrayOutputStream()))
                .isInstanceOf(Content.BrokenAnswer.class)
                .hasMessageContaining(job().value());
    }

    @Test
    void a_stream_shows_that_it_lives_and_breaks_off_when_it_takes_too_long() {
        var out = new ByteArrayOutputStream();
        var begun = world.now;
        assertThatThrownBy(() -> write(out))
                .isInstanceOf(Content.BrokenAnswer.class)
                .hasMessageContaining("PT10M");
        assertThat(Duration.between(begun, world.now)).isEqualTo(Duration.ofMinutes(10));
        assertThat(out.toString().split("\n:\n", -1)).hasSize(40);
    }

    @Test
    void a_caller_who_leaves_ends_the_stream_and_not_the_job() {
        var gone = new ByteArrayOutputStream() {
            private int flushes;

            @Override
            public void flush() throws IOException {
                if (++flushes > 3) {
                    throw new IOException("the caller has gone");
                }
            }
        };
        assertThatThrownBy(() -> write(gone)).hasMessage("the caller has gone");
        assertThat(world.jobs.find(job())).isEmpty();
        endsAfter(1, streamed(STREAM));
        assertThat(types(follow(job(), "1"))).last().isEqualTo("4 response.completed");
    }

    private void write(OutputStream out) throws IOException {
        var response = world.desk().answer(Call.post(RESPONSES, REQUEST).request());
        try (var source = ((Content.Passing) response.content()).source()) {
            source.writeTo(out);
        }
    }

    @Test
    void what_was_not_created_as_a_stream_is_not_told_as_one() {
        var created = world.answer(Call.post(RESPONSES, REQUEST.replace("\"stream\":true,", "")));
        assertThat(json(created).path("status").asText()).isEqualTo("queued");
        var refused = follow(job(), "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(refused).at("/error/message").asText()).contains("was not created with stream: true");
        ends(job(), Samples.succeeded(1).with(new Answer.Inline(200, Body.of("{\"id\":\"resp_67\"}"))));
        assertThat(follow(job(), "").status()).isEqualTo(400);
    }

    @Test
    void a_job_of_another_door_is_not_told_as_a_stream_whatever_its_answer() {
        var job = Samples.jobId(ACME);
        ends(job, streamed(STREAM));
        assertThat(follow(job, "").status()).isEqualTo(400);
        var shown = world.answer(Call.get(RESPONSES + "/resp_" + job.value().substring(4)));
        assertThat(json(shown).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void nobody_follows_anothers_response() {
        var other = Samples.jobId(World.OTHER);
        assertThat(follow(other, "").status()).isEqualTo(404);
    }

    @Test
    void who_says_that_they_wait_streams_straight_through() {
        var response = world.answer(Call.post(RESPONSES, REQUEST).with("Offpeak-Waiting", "true"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(world.openAi.made).hasSize(1);
        assertThat(world.queue.sent()).isEmpty();
    }
}

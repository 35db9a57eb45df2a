package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.PassThrough;
import dev.offpeak.core.provider.PassThrough.Departure;
import dev.offpeak.core.provider.PassThrough.Passage;
import dev.offpeak.testkit.OddJson;
import dev.offpeak.wire.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiPassThroughTest {
    private static final String CHUNK =
            "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"hé\\\"usage\\\"\"}}]}\n\n";
    private static final String COST =
            "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final PassThrough passThrough = new OpenAiDialect().passThrough();
    private final Passage chat = passThrough.passage("/v1/chat/completions").orElseThrow();

    private Departure depart(String body) {
        return passThrough.depart(chat, Body.of(body));
    }

    private static String passed(AnswerReader reader, byte[] stream, int cut) throws IOException {
        var out = new ByteArrayOutputStream();
        AnswerReader.Sink sink = (bytes, from, to) -> out.write(bytes, from, to - from);
        reader.read(stream, 0, cut, sink);
        reader.read(stream, cut, stream.length, sink);
        reader.end(sink);
        return out.toString(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                " { \"stream\":true}| {\"stream_options\":{\"include_usage\":true}, \"stream\":true}",
                "{\"stream\":true,\"stream_options\":{}}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream_options\":{ \"a\":1e400},\"stream\":true}|{\"stream_options\":{\"include_usage\":true, \"a\":1e400},\"stream\":true}",
                "{\"stream_options\":{\"include_usage\":false},\"stream\":true}|{\"stream_options\":{\"include_usage\":true},\"stream\":true}",
                "{\"stream_options\": null ,\"stream\":true}|{\"stream_options\": {\"include_usage\":true} ,\"stream\":true}",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":null, \"a\":1e400}}|{\"stream\":true,\"stream_options\":{\"include_usage\":true, \"a\":1e400}}",
                "{\"stream\":true,\"stream_options\":{},\"stream_options\":null}|{\"stream\":true,\"stream_options\":{},\"stream_options\":{\"include_usage\":true}}"
            })
    void usage_is_asked_for_by_the_smallest_edit(String body, String leaves) {
        var departure = depart(body);
        assertThat(departure.body().text().strip()).isEqualTo(leaves.strip());
        assertThat(departure.askedForUsage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream\":true,\"stream_options\":7}",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":\"no\"}}",
                "{\"stream\":false,\"stream_options\":null}",
                "{\"stream\":false}",
                "{\"stream\":\"true\"}",
                "{oops",
                ""
            })
    void every_other_body_leaves_as_it_came(String body) {
        var departure = depart(body);
        assertThat(departure.body().text()).isEqualTo(body);
        assertThat(departure.askedForUsage()).isFalse();
    }

    @Test
    void a_chunk_the_caller_did_not_ask_for_is_read_and_kept_wherever_the_stream_is_cut() throws IOException {
        for (var end : new String[] {"\n", "\r\n", "\r"}) {
            var stream = (CHUNK + COST + DONE).replace("\n", end).getBytes(UTF_8);
            for (int cut = 0; cut <= stream.length; cut++) {
                var reader = passThrough.reader(chat, depart("{\"stream\":true}"), "text/event-stream; charset=utf-8");
                assertThat(passed(reader, stream, cut)).isEqualTo((CHUNK + DONE).replace("\n", end));
                assertThat(reader.usage().prompt()).isEqualTo(7);
                assertThat(reader.usage().output()).isEqualTo(3);
                assertThat(reader.isComplete()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':1,'usage':null}|{'id':1}",
                "{'usage':null,'id':1}|{'id':1}",
                "{'id':1, 'usage' : null , 'x':2} |{'id':1, 'x':2} ",
                "{'id':1,'choices':[{'text':'\\\"usage\\\":null'}],'usage':null}|{'id':1,'choices':[{'text':'\\\"usage\\\":null'}]}",
                "{'id':1,'choices':[{'usage':null}]}|{'id':1,'choices':[{'usage':null}]}",
                "{'usage':null}|{}",
                "{'usage':null|{'usage':null",
                "[{'usage':null}]|[{'usage':null}]"
            })
    void what_chunks_say_of_usage_the_caller_did_not_ask_for_is_cut_out(String chunk, String shown) throws IOException {
        for (var end : new String[] {"\n", "\r\n", "\r"}) {
            var event = ("event: x\ndata: %s\nid: 7\n\n" + COST + DONE).replace("\n", end);
            var comes = event.formatted(chunk.replace('\'', '"')).getBytes(UTF_8);
            var passes = event.replace(COST.replace("\n", end), "").formatted(shown.replace('\'', '"'));
            for (int cut = 0; cut <= comes.length; cut++) {
                var reader = passThrough.reader(chat, depart("{\"stream\":true}"), "text/event-stream");
                assertThat(passed(reader, comes, cut)).isEqualTo(passes);
                assertThat(reader.usage().prompt()).isEqualTo(7);
            }
            var asked = depart("{\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
            assertThat(passed(passThrough.reader(chat, asked, "text/event-stream"), comes, 5))
                    .isEqualTo(new String(comes, UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {'usage':null}\ndata: {'usage':null}\n\n",
                "data: {'id':1,'usage':null}\nid: 7\ndata:\n: x\ndata: 2\n\n",
                "data: {'id':1,\ndata: 'usage':null}\n\n"
            })
    void data_of_several_lines_passes_as_it_comes(String event) throws IOException {
        for (var end : new String[] {"\n", "\r\n", "\r"}) {
            var comes = (event.replace('\'', '"') + DONE).replace("\n", end);
            var bytes = comes.getBytes(UTF_8);
            for (int cut = 0; cut <= bytes.length; cut++) {
                var reader = passThrough.reader(chat, depart("{\"stream\":true}"), "text/event-stream");
                assertThat(passed(reader, bytes, cut)).isEqualTo(comes);
            }
        }
    }

    @Test
    void a_chunk_the_caller_asked_for_passes() throws IOException {
        var departure = depart("{\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        var stream = CHUNK + COST + DONE + ": no event\n";
        var reader = passThrough.reader(chat, departure, "text/event-stream");
        assertThat(passed(reader, stream.getBytes(UTF_8), 9)).isEqualTo(stream);
        assertThat(reader.usage().prompt()).isEqualTo(7);
    }

    @Test
    void a_stream_that_breaks_before_its_usage_is_not_complete() throws IOException {
        var reader = passThrough.reader(chat, depart("{\"stream\":true}"), "text/event-stream");
        passed(reader, CHUNK.getBytes(UTF_8), 3);
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void an_event_too_long_to_be_kept_passes_whole() throws IOException {
        var big = "data: {\"choices\":[\"" + "x".repeat(3 << 20) + "\"]}\n\n";
        var reader = passThrough.reader(chat, depart("{\"stream\":true}"), "text/event-stream");
        assertThat(passed(reader, (big + COST + DONE).getBytes(UTF_8), 1 << 20)).isEqualTo(big + DONE);
        assertThat(reader.usage().prompt()).isEqualTo(7);
    }

    @Test
    void usage_of_a_response_is_in_its_last_event() throws IOException {
        var responses = passThrough.passage("/v1/responses").orElseThrow();
        var departure = passThrough.depart(responses, Body.of("{\"model\":\"m\",\"stream\":true}"));
        var stream = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"usage\":null}}\n\n"
                + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"usage\":"
                + "{\"input_tokens\":11,\"output_tokens\":2}}}\n\n";
        var reader = passThrough.reader(responses, departure, "text/event-stream");
        assertThat(passed(reader, stream.getBytes(UTF_8), 50)).isEqualTo(stream);
        assertThat(departure.askedForUsage()).isFalse();
        assertThat(reader.usage().prompt()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"response.completed\",\"response\":{\"usage\":null,\"output\":[{\"usage\":\"%s\"}],\"service_tier\":\"flex\",\"usage\":%s}}",
                "{\"type\":\"response.completed\",\"response\":{\"service_tier\":\"flex\",\"usage\":%2$s,\"output\":[{\"usage\":{}},\"%1$s\"]},\"x\":1}",
                "{\"type\":\"image_generation.completed\",\"service_tier\":\"flex\",\"b64_json\":\"%s\",\"usage\":%s}"
            })
    void usage_in_an_event_too_long_to_be_kept_is_read_wherever_it_is_cut(String shape) throws IOException {
        var responses = passThrough.passage("/v1/responses").orElseThrow();
        var departure = passThrough.depart(responses, Body.of("{\"model\":\"m\",\"stream\":true}"));
        var usage = "{\"input_tokens\":11,\"output_tokens\":2,\"input_tokens_details\":{\"cached_tokens\":4}}";
        var stream = "event: x\r\ndata: " + shape.formatted("\\\"},{\\\\".repeat(400_000), usage) + "\r\n\r\n" + DONE;
        var bytes = stream.getBytes(UTF_8);
        for (int cut : new int[] {0, 3, 12, 40, 1 << 20, (1 << 20) + 1, bytes.length - 60, bytes.length - 19}) {
            var reader = passThrough.reader(responses, departure, "text/event-stream");
            assertThat(passed(reader, bytes, cut)).isEqualTo(stream);
            assertThat(reader.usage()).isEqualTo(new Usage(7, 4, 0, 0, 2, Tier.FLEX));
            assertThat(reader.isComplete()).isTrue();
        }
    }

    @Test
    void a_long_event_that_breaks_off_before_its_end_is_not_complete() throws IOException {
        var responses = passThrough.passage("/v1/responses").orElseThrow();
        var departure = passThrough.depart(responses, Body.of("{\"model\":\"m\",\"stream\":true}"));
        var reader = passThrough.reader(responses, departure, "text/event-stream");
        var stream = "data: {\"response\":{\"usage\":{\"input_tokens\":11},\"output\":[\"" + "x".repeat(2 << 20);
        assertThat(passed(reader, stream.getBytes(UTF_8), 9)).isEqualTo(stream);
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void usage_of_a_whole_answer_is_read_wherever_it_is_cut() throws IOException {
        var answer =
                "{\"x\":{\"usage\":1},\"s\":\"\\\"usage\\\":{}\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1},"
                        + "\"service_tier\":\"flex\",\"y\":[\"é\"]}\n";
        var bytes = answer.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            var reader = passThrough.reader(chat, depart("{}"), "application/json");
            passed(reader, bytes, cut);
            assertThat(reader.usage().prompt()).isEqualTo(5);
            assertThat(reader.isComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/gpt-6.1-sol", "/v1/models/ft:gpt:acme::1", "/v1/models", "/v1/images/edits"})
    void a_route_of_openais_passes(String path) {
        assertThat(passThrough.passage(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/", "/v1/models/a/b", "/v1/models/%2e%2e", "/v1/organization/usage"})
    void other_paths_do_not_pass(String path) {
        assertThat(passThrough.passage(path)).isEmpty();
    }

    @Test
    void a_body_leaves_as_it_came_but_for_the_question_about_usage() throws Exception {
        String[] options = {
            "\"stream_options\":{}",
            "\"stream_options\":{ \"odd\":[1e400]}",
            "\"stream_options\":{\"include_usage\":false}",
            "\"stream_options\":{\"include_usage\":true}",
            "\"stream_options\":null",
            "\"stream_options\":{\"include_usage\":null}",
            "\"x\":1"
        };
        for (int seed = 0; seed < 2_000; seed++) {
            var json = new OddJson(seed);
            var stream = json.below(4) > 0 ? "\"stream\":true" : "\"stream\":false";
            var body = json.object("\"model\":\"m\"", stream, options[json.below(options.length)]);
            var departure = depart(body);
            var left = departure.body().text();
            if (departure.askedForUsage()) {
                assertThat(JsonObject.parse(departure.body())
                                .object("stream_options")
                                .orElseThrow()
                                .isTrue("include_usage"))
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(stream).as("seed %d", seed).contains("true");
                assertThat(without(body, left)).as("seed %d", seed).isIn("", "fals", "null");
            } else {
                assertThat(left).as("seed %d", seed).isEqualTo(body);
            }
        }
    }

    /// What `before` has where `after` says something else; the two share what stands before and behind it.
    private static String without(String before, String after) {
        int start = 0;
        while (start < before.length() && before.charAt(start) == after.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < before.length() - start
                && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
            end++;
        }
        return before.substring(start, before.length() - end);
    }

    @Test
    void a_stream_passes_byte_for_byte_however_it_is_cut_and_whatever_is_in_it() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            var json = new OddJson(seed);
            var hides = json.below(2) == 0;
            var end = new String[] {"\n", "\r\n", "\r"}[json.below(3)];
            var comes = new StringBuilder();
            var passes = new StringBuilder();
            for (int i = json.below(8); i >= 0; i--) {
                var event = event(json, end);
                comes.append(event);
                passes.append(event);
            }
            comes.append(COST.replace("\n", end));
            passes.append(hides ? "" : COST.replace("\n", end));
            comes.append(DONE.replace("\n", end)).append(": rest");
            passes.append(DONE.replace("\n", end)).append(": rest");
            var departure =
                    depart("{\"stream\":true" + (hides ? "}" : ",\"stream_options\":{\"include_usage\":true}}"));
            var reader = passThrough.reader(chat, departure, "text/event-stream");
            assertThat(cut(json, reader, comes.toString().getBytes(UTF_8)))
                    .as("seed %d", seed)
                    .isEqualTo(passes.toString().getBytes(UTF_8));
            assertThat(reader.usage().prompt()).as("seed %d", seed).isEqualTo(7);
        }
    }

    private static String event(OddJson json, String end) {
        var data = json.object("\"choices\":[]").replaceAll("[\r\n]", " ");
        return switch (json.below(5)) {
            case 0 -> ": a comment" + end + end;
            case 1 -> "event: x" + end + "id:1" + end + "data:" + data + end + end;
            case 2 -> "data: " + data + end + "data: " + data + end + end;
            case 3 -> end;
            default -> "data: {oops \"usage\" " + data + end + end;
        };
    }

    private static byte[] cut(OddJson json, AnswerReader reader, byte[] stream) throws IOException {
        var out = new ByteArrayOutputStream();
        AnswerReader.Sink sink = (bytes, from, to) -> out.write(bytes, from, to - from);
        int longest = 1 + json.below(40);
        for (int from = 0; from < stream.length; ) {
            int to = Math.min(stream.length, from + json.below(longest) + 1);
            reader.read(stream, from, to, sink);
            from = to;
        }
        reader.end(sink);
        return out.toByteArray();
    }
}

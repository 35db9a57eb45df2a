package dev.offpeak.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import dev.offpeak.testkit.OddJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicPassThroughTest {
    private static final String START =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
                    + "{\"input_tokens\":9,\"cache_read_input_tokens\":4,\"output_tokens\":1}}}\n\n";
    private static final String DELTA =
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"output_tokens\":20}}\n\n";

    private final AnthropicDialect dialect = new AnthropicDialect();

    private AnswerReader read(String stream, int cut) throws IOException {
        var passage = dialect.passThrough().passage("/v1/messages").orElseThrow();
        var departure = dialect.passThrough().depart(passage, Body.of("{\"stream\":true}"));
        var reader = dialect.passThrough().reader(passage, departure, "text/event-stream");
        var out = new ByteArrayOutputStream();
        AnswerReader.Sink sink = (bytes, from, to) -> out.write(bytes, from, to - from);
        var bytes = stream.getBytes(UTF_8);
        reader.read(bytes, 0, cut, sink);
        reader.read(bytes, cut, bytes.length, sink);
        assertThat(out.toString(UTF_8)).isEqualTo(stream);
        return reader;
    }

    @Test
    void usage_is_the_start_and_the_last_delta_wherever_the_stream_is_cut() throws IOException {
        var stream = START + "event: ping\ndata: {\"type\":\"ping\"}\n\n" + DELTA + DELTA.replace("20", "30");
        for (int cut = 0; cut <= stream.length(); cut++) {
            var reader = read(stream, cut);
            assertThat(reader.usage().prompt()).isEqualTo(13);
            assertThat(reader.usage().output()).isEqualTo(30);
            assertThat(reader.isComplete()).isTrue();
        }
    }

    @Test
    void a_stream_that_breaks_has_its_input_and_is_not_complete() throws IOException {
        var reader = read(START, 10);
        assertThat(reader.usage().prompt()).isEqualTo(13);
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void a_stream_that_breaks_between_two_deltas_is_not_complete() throws IOException {
        var reader = read(START + DELTA.replace("\"end_turn\"", "null"), 10);
        assertThat(reader.usage().output()).isEqualTo(20);
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void a_startevent_tells_its_usage_like_any_other() throws IOException {
        var start = START.replace("{\"usage\"", "{\"content\":[\"" + "x".repeat(2 << 20) + "\"],\"usage\"");
        var reader = read(start + DELTA, 1_000);
        assertThat(reader.usage().prompt()).isEqualTo(13);
        assertThat(reader.isComplete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // the total again without its parts, as Anthropic tells it
                "{'input_tokens':5,'cache_creation_input_tokens':100,'cache_read_input_tokens':7,'output_tokens':20}|5|7|30|70|20",
                "{'output_tokens':20}|5|7|30|70|20",
                "{'input_tokens':null,'cache_creation_input_tokens':null,'output_tokens':20}|5|7|30|70|20",
                "{'input_tokens':0,'cache_creation_input_tokens':0,'cache_read_input_tokens':0,'output_tokens':20}|5|7|30|70|20",
                "{'input_tokens':8,'cache_read_input_tokens':9,'output_tokens':20}|8|9|30|70|20",
                "{'cache_creation_input_tokens':110,'output_tokens':20}|5|7|40|70|20",
                "{'cache_creation_input_tokens':60,'output_tokens':20}|5|7|0|60|20",
                "{'cache_creation_input_tokens':100,'cache_creation':{'ephemeral_5m_input_tokens':20,'ephemeral_1h_input_tokens':80}}|5|7|20|80|1"
            })
    void a_delta_corrects_what_it_tells_and_leaves_the_rest(
            String delta, long input, long read, long written, long hour, long output) throws IOException {
        var start = START.replaceFirst(
                "\\{\"input_tokens.*?}",
                "{\"input_tokens\":5,\"cache_creation_input_tokens\":100,\"cache_read_input_tokens\":7,"
                        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":30,\"ephemeral_1h_input_tokens\":70},"
                        + "\"output_tokens\":1}");
        var usage = read(start + DELTA.replace("{\"output_tokens\":20}", delta.replace('\'', '"')), 10)
                .usage();
        assertThat(usage).isEqualTo(new Usage(input, read, written, hour, output, Tier.STANDARD));
    }

    @Test
    void a_body_leaves_as_it_came_whatever_is_in_it() {
        var passage = dialect.passThrough().passage("/v1/messages").orElseThrow();
        for (int seed = 0; seed < 500; seed++) {
            var body = new OddJson(seed).object("\"model\":\"m\"", "\"stream\":true");
            var departure = dialect.passThrough().depart(passage, Body.of(body));
            assertThat(departure.body().text()).as("seed %d", seed).isEqualTo(body);
            assertThat(departure.model()).as("seed %d", seed).isEqualTo("m");
        }
    }

    @Test
    void a_stream_passes_byte_for_byte_whatever_is_in_it() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            var json = new OddJson(seed);
            var odd = "data: " + json.object("\"type\":\"odd\"").replaceAll("[\r\n]", " ") + "\n\n";
            var stream = START + odd + DELTA + odd + "event: rest";
            var reader = read(stream, json.below(stream.getBytes(UTF_8).length));
            assertThat(reader.usage().output()).as("seed %d", seed).isEqualTo(20);
        }
    }
}

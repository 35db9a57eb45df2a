package dev.offpeak.wire.job;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobReaderTest {
    private static final String BODY =
            "{ \"model\":\"m\", \"x\":1e400,\"x\" : 12345678901234567890123456789.10, \"u\":\"\\u00e9é𝄞\" ,\"n\":{\"a\":[1,{}]} }";

    private final JobReader reader = new JobReader();

    private Reading read(String json) {
        var bytes = ("  " + json).getBytes(UTF_8);
        return reader.read(bytes, 2, bytes.length - 2);
    }

    private JobSpec sound(String json) {
        return ((Reading.Sound) read(json)).spec();
    }

    @Test
    void keeps_the_body_byte_for_byte_wherever_it_stands() {
        assertThat(sound("{\"body\":" + BODY + ",\"provider\":\"openai\",\"endpoint\":\"/v1/embeddings\"}")
                        .request()
                        .body()
                        .text())
                .isEqualTo(BODY);
        assertThat(sound("{\"provider\":\"openai\",\"endpoint\":\"/v1/embeddings\",\"body\":  " + BODY + "  }")
                        .request()
                        .body()
                        .text())
                .isEqualTo(BODY);
    }

    @Test
    void reads_every_field() {
        var spec = sound("""
                {"provider":"anthropic","endpoint":"/v1/messages","body":{"a":1},"waiting":false,"deadline":"12h",
                 "label":"tickets","group":"night","id":"t-1","onLate":"wait","onDoubt":"retry","share":true,"headers":{"Anthropic-Version":"2023-06-01"}}""");
        assertThat(spec.provider().value()).isEqualTo("anthropic");
        assertThat(spec.request().endpoint().path()).isEqualTo("/v1/messages");
        assertThat(spec.waiting()).contains(false);
        assertThat(spec.deadline()).contains("12h");
        assertThat(spec.label()).contains("tickets");
        assertThat(spec.group()).contains("night");
        assertThat(spec.reference()).contains("t-1");
        assertThat(spec.terms()).isEqualTo(new Terms(OnLate.WAIT, OnDoubt.RETRY, true));
        assertThat(spec.request().headers().values()).containsEntry("anthropic-version", "2023-06-01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | provider | is missing",
                "{\"provider\":\"openai\",\"endpoint\":\"/v1/x\"} | body | is missing",
                "{\"provider\":7} | provider | must be a string, not a number",
                "{\"provider\":\"Open AI\"} | provider | does not match",
                "{\"endpoint\":\"http://169.254.169.254/\"} | endpoint | does not match",
                "{\"body\":[]} | body | not an array",
                "{\"waiting\":\"no\"} | waiting | must be true or false, not a string",
                "{\"share\":\"yes\"} | share | must be true or false, not a string",
                "{\"priority\":1} | priority | is not a field of a job",
                "{\"body\":{},\"body\":{}} | body | appears twice",
                "{\"headers\":{\"a\":1}} | headers.a | must be a string",
                "{\"callback\":{\"url\":\"http://x\"}} | callback | not supported yet",
            })
    void says_what_is_wrong_and_where(String json, String field, String why) {
        assertThat(read(json)).isInstanceOfSatisfying(Reading.Flawed.class, flawed -> {
            assertThat(flawed.field()).isEqualTo(field);
            assertThat(flawed.why()).contains(why);
        });
    }

    @Test
    void keeps_the_reference_of_a_flawed_job() {
        assertThat(read("{\"id\":\"t-9\",\"provider\":1}"))
                .isInstanceOfSatisfying(
                        Reading.Flawed.class,
                        flawed -> assertThat(flawed.reference()).isEqualTo(Optional.of("t-9")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "nonsense",
                "{",
                "{\"body\":{}",
                "{} {}",
                "{\"a\":tru}",
                "{\"body\":{\"a\":\"\u0001\"}}"
            })
    void tells_what_is_not_json(String text) {
        assertThat(read(text)).isInstanceOf(Reading.NotJson.class);
    }

    @Test
    void refuses_other_encodings_and_bottomless_nesting() {
        var utf16 = "{\"provider\":\"openai\"}".getBytes(UTF_16);
        assertThat(reader.read(utf16, 0, utf16.length)).isInstanceOf(Reading.NotJson.class);

        assertThat(read("{\"body\":{\"a\":" + "[".repeat(100_000))).isInstanceOf(Reading.NotJson.class);
    }

    @Test
    void reads_back_what_the_writer_wrote() {
        var spec = sound(
                "{\"provider\":\"openai\",\"endpoint\":\"/v1/embeddings\",\"deadline\":\"2h\",\"label\":\"l\",\"share\":true,\"headers\":{\"h\":\"v\"},\"body\":"
                        + BODY + "}");
        var written = new JobWriter().write(spec);
        assertThat(reader.read(written.array(), written.offset(), written.length()))
                .isEqualTo(new Reading.Sound(spec));
    }

    @Test
    void ndjson_lines_are_numbered_as_an_editor_numbers_them() {
        assertThat(NdJson.lines("{}\n\n \r\n{\"a\":1}".getBytes(UTF_8)))
                .containsExactly(new NdJson.Line(1, 0, 2), new NdJson.Line(4, 7, 7));
    }
}

package dev.offpeak.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.surface.BatchUsage;
import dev.offpeak.core.surface.LineEnd;
import dev.offpeak.core.surface.ResultLine;
import dev.offpeak.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileLineTest {
    /// Members of `usage`: input, cached, output and reasoning as the batch counts them.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":3},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":4}| 7| 2| 5| 4",
                "\"input_tokens\":7,\"output_tokens\":5,\"input_tokens_details\":{\"cached_tokens\":2},"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":4}| 7| 2| 5| 4",
                "\"prompt_tokens\":7,\"total_tokens\":7| 7| 0| 0| 0",
                "\"prompt_tokens\":7,\"prompt_tokens_details\":null,\"completion_tokens\":null| 7| 0| 0| 0",
                "\"prompt_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":9}| 7| 7| 0| 0",
                "\"input_tokens\":-7,\"output_tokens\":\"5\"| 0| 0| 0| 0",
                "\"input_tokens\":9223372036854775807| 0| 0| 0| 0",
            })
    void a_success_tells_what_it_used(String members, long input, long cached, long output, long reasoning) {
        assertThat(answered(200, "{\"object\":\"x\",\"usage\":{" + members + "}}")
                        .usage())
                .contains(new BatchUsage(input, cached, output, reasoning));
    }

    @Test
    void what_has_no_usage_or_is_no_success_used_nothing() {
        var usage = "{\"usage\":{\"input_tokens\":7}}";
        assertThat(answered(200, "{\"results\":[]}").usage()).contains(BatchUsage.NONE);
        assertThat(answered(200, "{\"usage\":7}").usage()).contains(BatchUsage.NONE);
        assertThat(answered(200, "<html>").usage()).contains(BatchUsage.NONE);
        assertThat(answered(400, usage).usage()).contains(BatchUsage.NONE);
        assertThat(line(new LineEnd.Expired()).usage()).contains(BatchUsage.NONE);
    }

    @Test
    void only_successes_are_output() {
        assertThat(answered(200, "{}").sheet()).isEqualTo(Kind.OUTPUT);
        assertThat(answered(400, "{}").sheet()).isEqualTo(Kind.ERRORS);
        assertThat(line(new LineEnd.Refused("no")).sheet()).isEqualTo(Kind.ERRORS);
    }

    private static ResultLine answered(int status, String body) {
        return line(new LineEnd.Answered(status, Body.of(body)));
    }

    private static ResultLine line(LineEnd end) {
        return ResultFileLine.of(Body.of("\"a\""), Samples.jobId(Samples.tenant()), end);
    }
}

package dev.offpeak.local.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswerTest {

    private static final Set<String> SENT = Set.of("a", "b", "c");

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
    void no_failures_named_is_a_success(String answer) {
        assertThat(failures(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"unknown\"}]}",
                "{\"batchItemFailures\":[{\"id\":\"a\"}]}",
                "{\"batchItemFailures\":[\"a\"]}",
                "{\"batchItemFailures\":\"a\"}",
                "not json"
            })
    void an_invalid_answer_fails_the_whole_batch(String answer) {
        assertThat(failures(answer)).isEqualTo(SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = "{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}")
    void only_the_named_messages_failed(String answer) {
        assertThat(failures(answer)).containsExactly("b");
    }

    private static Set<String> failures(String answer) {
        return BatchAnswer.failures(answer.getBytes(StandardCharsets.UTF_8), SENT);
    }
}

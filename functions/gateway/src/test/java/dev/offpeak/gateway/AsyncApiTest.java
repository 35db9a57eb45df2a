package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final Path DOCS = Path.of("../../docs");

    private final JsonNode document = new JsonMapper().readTree(Files.readString(DOCS.resolve("asyncapi.json")));
    private final String queue = queue(Files.readString(Path.of("../../infra/template.yaml")));

    AsyncApiTest() throws IOException {}

    @Test
    void it_says_what_the_template_says_of_the_queue() {
        var bound = document.at("/channels/jobs/bindings/sqs/queue");
        assertThat(bound.path("visibilityTimeout").asText()).isEqualTo(said("VisibilityTimeout"));
        assertThat(bound.path("messageRetentionPeriod").asText()).isEqualTo(said("MessageRetentionPeriod"));
        assertThat(bound.at("/redrivePolicy/maxReceiveCount").asText()).isEqualTo(said("maxReceiveCount"));
        assertThat(bound.path("fifoQueue").asBoolean(true)).isEqualTo(queue.contains("FifoQueue"));
        assertThat(document.at("/components/messages/job/description").asText())
                .contains(said("MaximumMessageSize") + " bytes");
    }

    @Test
    void its_message_is_the_job_of_the_schema() {
        var payload = document.at("/components/messages/job/payload/$ref").asText();
        assertThat(DOCS.resolve(payload)).hasSameTextualContentAs(JobSchema.FILE);
        assertThat(document.path("channels").fieldNames()).toIterable().containsExactly("jobs");
        document.findValuesAsText("$ref").stream()
                .filter(reference -> reference.startsWith("#"))
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    private String said(String property) {
        var found = Pattern.compile("\\b" + property + ": ([0-9]+)").matcher(queue);
        assertThat(found.find()).as(property + " of the queue in the template").isTrue();
        return Objects.requireNonNull(found.group(1));
    }

    /// The resource `JobsQueue`, which ends where the next one begins.
    private static String queue(String template) {
        var from = template.indexOf("\n  JobsQueue:");
        return template.substring(from, template.indexOf("\n\n", from));
    }
}

package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.aws.EnvelopeReader.Reading;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsyncApiTest {
    private static final Path DOCS = Path.of("../../docs");

    private final JsonNode document = new JsonMapper().readTree(Files.readString(DOCS.resolve("asyncapi.json")));
    private final String template = Files.readString(Path.of("../../infra/template.yaml"));

    AsyncApiTest() throws IOException {}

    @ParameterizedTest
    @CsvSource({"jobs, JobsQueue", "dead, DeadQueue"})
    void it_says_what_the_template_says_of_a_queue(String channel, String resource) {
        var queue = queue(resource);
        var bound = document.at("/channels/" + channel + "/bindings/sqs/queue");
        assertThat(bound.path("name").asText()).isEqualTo(channel);
        assertThat(bound.path("visibilityTimeout").asText()).isEqualTo(said(queue, "VisibilityTimeout"));
        assertThat(bound.path("messageRetentionPeriod").asText()).isEqualTo(said(queue, "MessageRetentionPeriod"));
        assertThat(bound.has("redrivePolicy")).isEqualTo(queue.contains("RedrivePolicy"));
        assertThat(bound.path("fifoQueue").asBoolean(true)).isEqualTo(queue.contains("FifoQueue"));
        assertThat(document.at("/servers/aws/description").asText()).contains(channel + " in " + resource + "Url");
        assertThat(template).containsPattern("\n  " + resource + "Url:");
    }

    @Test
    void a_job_may_be_as_large_and_fail_as_often_as_the_template_says() {
        var queue = queue("JobsQueue");
        assertThat(document.at("/channels/jobs/bindings/sqs/queue/redrivePolicy/maxReceiveCount")
                        .asText())
                .isEqualTo(said(queue, "maxReceiveCount"));
        assertThat(document.at("/components/messages/job/description").asText())
                .contains(said(queue, "MaximumMessageSize") + " bytes");
    }

    @Test
    void what_is_dead_comes_from_the_queues_that_the_template_says() {
        var said = document.at("/channels/dead/description").asText();
        Stream.of("Jobs", "Express").forEach(name -> {
            assertThat(queue(name + "Dlq")).contains("deadLetterTargetArn: !GetAtt DeadQueue.Arn");
            assertThat(said).contains("from " + name.toLowerCase(Locale.ROOT) + "-dlq");
        });
        assertThat(template.split("GetAtt DeadQueue.Arn", -1)).hasSize(3);
    }

    @Test
    void its_messages_are_jobs_of_the_schema() {
        for (var message : new String[] {"job", "deadJob"}) {
            var payload = document.at("/components/messages/" + message + "/payload/$ref")
                    .asText();
            assertThat(DOCS.resolve(payload)).hasSameTextualContentAs(JobSchema.FILE);
        }
        assertThat(document.path("channels").fieldNames()).toIterable().containsExactly("jobs", "dead");
        document.findValuesAsText("$ref").stream()
                .filter(reference -> reference.startsWith("#"))
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void a_dead_message_of_offpeaks_own_has_the_attributes_that_prove_it() {
        var headers = document.at("/components/messages/deadSealed/headers");
        var kinds = headers.at("/properties/offpeak-kind/enum");
        assertThat(kinds).extracting(JsonNode::asText).containsExactly(names(Envelope.Kind.values()));

        var reader = new EnvelopeReader(new Seal(Samples.SIGNER));
        var attributes = attributes(Samples.envelope(Body.of("{}")));
        assertThat(headers.path("required")).extracting(JsonNode::asText).hasSameElementsAs(attributes.keySet());
        assertThat(reader.read("{}", attributes)).isInstanceOf(Reading.Genuine.class);
        for (var name : attributes.keySet()) {
            var fewer = new HashMap<>(attributes);
            fewer.remove(name);
            assertThat(reader.read("{}", fewer)).as(name).isInstanceOf(Reading.Forged.class);
        }
        attributes.put(
                "offpeak-encoding",
                headers.at("/properties/offpeak-encoding/const").asText());
        assertThat(reader.read("e30=", attributes)).isInstanceOf(Reading.Genuine.class);
    }

    private static Map<String, String> attributes(Envelope envelope) {
        return new HashMap<>(Map.of(
                "offpeak-kind", envelope.kind().name(),
                "offpeak-id", envelope.id(),
                "offpeak-tenant", envelope.tenant().value(),
                "offpeak-accepted", Long.toString(envelope.acceptedAt().toEpochMilli()),
                "offpeak-attempt", Integer.toString(envelope.attempt()),
                "offpeak-seal", new Seal(Samples.SIGNER).of(envelope)));
    }

    private static String[] names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toArray(String[]::new);
    }

    private static String said(String queue, String property) {
        var found = Pattern.compile("\\b" + property + ": ([0-9]+)").matcher(queue);
        assertThat(found.find()).as(property + " of the queue in the template").isTrue();
        return Objects.requireNonNull(found.group(1));
    }

    /// A resource, which ends where the next one begins.
    private String queue(String resource) {
        var from = template.indexOf("\n  " + resource + ":\n    Type: AWS::SQS::Queue");
        return template.substring(from, template.indexOf("\n\n", from));
    }
}

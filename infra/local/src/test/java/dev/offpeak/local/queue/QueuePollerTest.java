package dev.offpeak.local.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.emulators.EmulatorKind;
import dev.offpeak.emulators.EmulatorProcess;
import dev.offpeak.local.cloud.Cloud;
import dev.offpeak.local.fixture.Fixtures;
import dev.offpeak.local.lambda.Outcome;
import dev.offpeak.local.lambda.Outcome.Answered;
import dev.offpeak.local.lambda.Outcome.Failed;
import dev.offpeak.local.lambda.Outcome.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Against ElasticMQ, as the queue's own rules (visibility, redrive) are half of the behaviour.
class QueuePollerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:";

    private static EmulatorProcess emulator;
    private static Cloud cloud;
    private static SqsClient sqs;

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        emulator = EmulatorProcess.start(EmulatorKind.SQS);
        cloud = new Cloud(new Cloud.Addresses(emulator.endpoint(), emulator.endpoint(), emulator.endpoint()));
        sqs = cloud.sqs();
    }

    @AfterAll
    static void stop() {
        cloud.close();
        emulator.close();
    }

    @Test
    void a_record_looks_as_lambda_sends_it() throws Exception {
        String url = queue("records", Map.of());
        sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody("{\"prompt\":\"tea\"}")
                .messageAttributes(Map.of(
                        "tenant",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("acme")
                                .build())));
        try (var _ = poll("records", url, 10, payload -> answered("{}"))) {
            Fixtures.eventually(() -> left(url) == 0 && !events.isEmpty());
        }
        JsonNode record = events.getFirst().path("Records").get(0);
        assertThat(record.path("body").asText()).isEqualTo("{\"prompt\":\"tea\"}");
        assertThat(record.path("messageId").asText()).hasSize(36);
        assertThat(record.path("receiptHandle").asText()).isNotEmpty();
        assertThat(record.path("md5OfBody").asText()).hasSize(32);
        assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
        assertThat(record.path("eventSourceARN").asText()).isEqualTo(ARN + "records");
        assertThat(record.path("awsRegion").asText()).isEqualTo("us-east-1");
        assertThat(record.path("attributes").path("ApproximateReceiveCount").asText())
                .isEqualTo("1");
        assertThat(record.path("attributes").path("SentTimestamp").asLong()).isPositive();
        assertThat(record.path("attributes")
                        .path("ApproximateFirstReceiveTimestamp")
                        .asLong())
                .isPositive();
        assertThat(record.path("attributes").has("SenderId")).isTrue();
        assertThat(record.path("messageAttributes")
                        .path("tenant")
                        .path("stringValue")
                        .asText())
                .isEqualTo("acme");
        assertThat(record.path("messageAttributes")
                        .path("tenant")
                        .path("dataType")
                        .asText())
                .isEqualTo("String");
    }

    @Test
    void many_messages_arrive_in_batches_larger_than_ten() throws Exception {
        String url = queue("many", Map.of());
        for (int chunk = 0; chunk < 12; chunk++) {
            sqs.sendMessageBatch(request -> request.queueUrl(url)
                    .entries(IntStream.range(0, 10)
                            .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                                    .id("m" + i)
                                    .messageBody("tea")
                                    .build())
                            .toList()));
        }
        try (var _ = poll("many", url, 100, payload -> answered("{\"batchItemFailures\":[]}"))) {
            Fixtures.eventually(() -> records() == 120 && left(url) == 0);
        }
        assertThat(events.getFirst().path("Records").size()).isGreaterThan(10).isLessThanOrEqualTo(100);
    }

    @Test
    void an_event_stays_below_six_megabytes() throws Exception {
        String url = queue("large", Map.of());
        // Quotes double in JSON, so four of these fill an event of six megabytes.
        String body = "\"".repeat(700_000);
        for (int i = 0; i < 9; i++) {
            sqs.sendMessage(request -> request.queueUrl(url).messageBody(body));
        }
        try (var _ = poll("large", url, 1000, payload -> {
            assertThat(payload.length).isLessThan(6 * 1024 * 1024);
            return answered("{}");
        })) {
            Fixtures.eventually(() -> records() == 9 && left(url) == 0);
        }
        assertThat(events).hasSizeGreaterThan(2);
    }

    @Test
    void a_failed_item_comes_back_until_it_lands_in_the_dead_letter_queue() throws Exception {
        String dead = queue("partial-dead", Map.of());
        String url = queue(
                "partial",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "1",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + ARN + "partial-dead\",\"maxReceiveCount\":\"2\"}"));
        for (String body : List.of("good", "bad", "fine")) {
            sqs.sendMessage(request -> request.queueUrl(url).messageBody(body));
        }
        try (var _ = poll("partial", url, 10, QueuePollerTest::failBad)) {
            Fixtures.eventually(() -> left(dead) == 1);
        }
        assertThat(events.stream().flatMap(event -> event.findValuesAsText("body").stream()))
                .containsExactlyInAnyOrder("good", "bad", "fine", "bad");
    }

    @Test
    void nothing_is_deleted_when_the_function_fails() throws Exception {
        String url = queue("failing", Map.of());
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("tea"));
        try (var _ = poll("failing", url, 10, payload -> new Failed(Reason.TIMEOUT, "t", "late"))) {
            Fixtures.eventually(() -> !events.isEmpty());
        }
        assertThat(left(url)).isEqualTo(1);
    }

    private QueuePoller poll(String name, String url, int batchSize, QueuePoller.Function function) {
        var mapping = new QueuePoller.Mapping(name, url, ARN + name, batchSize, Duration.ofMillis(200), true, 2, 20);
        return QueuePoller.start(mapping, sqs, payload -> {
            try {
                events.add(JSON.readTree(payload));
            } catch (IOException notJson) {
                throw new IllegalStateException(notJson);
            }
            return function.invoke(payload);
        });
    }

    private static Outcome failBad(byte[] payload) {
        try {
            for (JsonNode record : JSON.readTree(payload).path("Records")) {
                if (record.path("body").asText().equals("bad")) {
                    String id = record.path("messageId").asText();
                    return answered("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + id + "\"}]}");
                }
            }
            return answered("{\"batchItemFailures\":[]}");
        } catch (IOException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    private int records() {
        return events.stream().mapToInt(event -> event.path("Records").size()).sum();
    }

    private static String queue(String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private static int left(String url) {
        Map<QueueAttributeName, String> counts = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private static Outcome answered(String json) {
        return new Answered(json.getBytes(StandardCharsets.UTF_8));
    }
}

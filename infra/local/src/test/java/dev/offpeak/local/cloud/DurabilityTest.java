package dev.offpeak.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.emulators.EmulatorKind;
import dev.offpeak.emulators.EmulatorProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Emulators with a data folder that are killed in the middle of their work: what they answered for is still there.
class DurabilityTest {
    private static final int KILLS = 2;
    private static final int WRITERS = 4;

    @TempDir
    Path folder;

    private Optional<EmulatorProcess> emulator = Optional.empty();

    @AfterEach
    void stop() {
        emulator.ifPresent(EmulatorProcess::close);
    }

    @Test
    void tables_outlive_kills() throws Exception {
        try (Cloud cloud = start(EmulatorKind.DYNAMODB)) {
            cloud.dynamoDb()
                    .createTable(table -> table.tableName("things")
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .keySchema(KeySchemaElement.builder()
                                    .attributeName("id")
                                    .keyType(KeyType.HASH)
                                    .build())
                            .attributeDefinitions(AttributeDefinition.builder()
                                    .attributeName("id")
                                    .attributeType(ScalarAttributeType.S)
                                    .build()));

            Set<String> answered = writeThroughKills(
                    EmulatorKind.DYNAMODB,
                    id -> cloud.dynamoDb()
                            .putItem(put -> put.tableName("things").item(Map.of("id", AttributeValue.fromS(id)))));

            Set<String> kept = new HashSet<>();
            cloud.dynamoDb()
                    .scanPaginator(scan -> scan.tableName("things"))
                    .items()
                    .forEach(item -> item.values().forEach(id -> kept.add(id.s())));
            assertThat(kept).containsAll(answered);
        }
    }

    @Test
    void objects_outlive_kills() throws Exception {
        try (Cloud cloud = start(EmulatorKind.S3)) {
            cloud.s3().createBucket(bucket -> bucket.bucket("things"));

            Set<String> answered = writeThroughKills(
                    EmulatorKind.S3,
                    id -> cloud.s3().putObject(put -> put.bucket("things").key("a/" + id), RequestBody.fromString(id)));

            for (String id : answered) {
                assertThat(cloud.s3()
                                .getObjectAsBytes(get -> get.bucket("things").key("a/" + id))
                                .asUtf8String())
                        .isEqualTo(id);
            }
        }
    }

    @Test
    void messages_outlive_kills_and_keep_their_ids() throws Exception {
        try (Cloud cloud = start(EmulatorKind.SQS)) {
            String url = queue(cloud, Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1"));
            Map<String, String> ids = new ConcurrentHashMap<>();

            Set<String> answered = writeThroughKills(
                    EmulatorKind.SQS,
                    body -> ids.put(
                            body,
                            cloud.sqs()
                                    .sendMessage(send -> send.queueUrl(url).messageBody(body))
                                    .messageId()));

            Map<String, String> kept = new HashMap<>();
            drain(cloud, url).forEach(message -> kept.put(message.body(), message.messageId()));
            assertThat(kept).containsAllEntriesOf(ids);
            assertThat(kept.keySet()).containsAll(answered);
        }
    }

    @Test
    void a_message_in_flight_at_a_kill_comes_again_and_a_deleted_one_does_not() throws Exception {
        try (Cloud cloud = start(EmulatorKind.SQS)) {
            String url = queue(cloud, Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "2"));
            for (String body : List.of("deleted", "in flight")) {
                cloud.sqs().sendMessage(send -> send.queueUrl(url).messageBody(body));
            }
            receive(cloud, url).stream()
                    .filter(message -> message.body().equals("deleted"))
                    .forEach(message -> cloud.sqs()
                            .deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle())));

            kill(EmulatorKind.SQS);
            List<Message> again = drain(cloud, url);

            assertThat(again).extracting(Message::body).containsExactly("in flight");
            assertThat(again.getFirst().attributes())
                    .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
        }
    }

    @Test
    void a_dead_letter_keeps_its_id_and_says_where_it_came_from() throws Exception {
        try (Cloud cloud = start(EmulatorKind.SQS)) {
            String dead =
                    cloud.sqs().createQueue(queue -> queue.queueName("dead")).queueUrl();
            String url = queue(
                    cloud, Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "0", QueueAttributeName.REDRIVE_POLICY, """
                            {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":"2"}"""));
            String id = cloud.sqs()
                    .sendMessage(send -> send.queueUrl(url).messageBody("poison"))
                    .messageId();
            for (int i = 0; i < 3; i++) {
                receive(cloud, url);
            }

            kill(EmulatorKind.SQS);
            List<Message> letters = drain(cloud, dead);

            assertThat(letters).extracting(Message::messageId).containsExactly(id);
            assertThat(letters.getFirst().attributes())
                    .containsEntry(
                            MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN,
                            "arn:aws:sqs:us-east-1:000000000000:things");
        }
    }

    /// Writes all the time while the emulator is killed and started again; returns what was answered.
    private Set<String> writeThroughKills(EmulatorKind kind, Write write) throws Exception {
        ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                threads.execute(() -> {
                    while (!over.get()) {
                        String id = "thing-" + next.incrementAndGet();
                        try {
                            write.put(id);
                            answered.add(id);
                        } catch (SdkException killed) {
                            // it may be there or not
                        }
                    }
                });
            }
            for (int i = 0; i < KILLS; i++) {
                TimeUnit.MILLISECONDS.sleep(700 + 300L * i);
                kill(kind);
            }
            TimeUnit.MILLISECONDS.sleep(300);
            over.set(true);
        }
        assertThat(answered).hasSizeGreaterThan(20);
        return Set.copyOf(answered);
    }

    private Cloud start(EmulatorKind kind) {
        EmulatorProcess started = EmulatorProcess.start(kind, 0, Optional.of(folder));
        emulator = Optional.of(started);
        return new Cloud(new Cloud.Addresses(started.endpoint(), started.endpoint(), started.endpoint()));
    }

    private void kill(EmulatorKind kind) throws Exception {
        EmulatorProcess running = emulator.orElseThrow();
        ProcessHandle.of(running.pid()).orElseThrow().destroyForcibly();
        running.onExit().get(10, TimeUnit.SECONDS);
        emulator = Optional.of(EmulatorProcess.start(kind, running.endpoint().getPort(), Optional.of(folder)));
    }

    private static String queue(Cloud cloud, Map<QueueAttributeName, String> attributes) {
        return cloud.sqs()
                .createQueue(queue -> queue.queueName("things").attributes(attributes))
                .queueUrl();
    }

    private static List<Message> drain(Cloud cloud, String url) {
        List<Message> all = new ArrayList<>();
        for (List<Message> some = receive(cloud, url); !some.isEmpty(); some = receive(cloud, url)) {
            all.addAll(some);
            some.forEach(message ->
                    cloud.sqs().deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle())));
        }
        return all;
    }

    private static List<Message> receive(Cloud cloud, String url) {
        return cloud.sqs()
                .receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(3)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private interface Write {
        void put(String id);
    }
}

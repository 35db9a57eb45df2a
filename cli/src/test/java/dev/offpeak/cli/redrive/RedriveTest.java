package dev.offpeak.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.aws.HmacSigner;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.stack.Sqs;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.emulators.EmulatorKind;
import dev.offpeak.emulators.EmulatorProcess;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Letters of a queue like SQS's own, sent back.
class RedriveTest {
    private static final byte[] SECRET = new byte[32];
    private static final String NAMED = "{\"id\":\"ticket-1\",\"provider\":\"openai\"}";
    private static final String NAMELESS = "{\"provider\":\"openai\"}";

    @Test
    void letters_go_back_once_and_as_the_same_jobs() {
        try (EmulatorProcess emulator = EmulatorProcess.start(EmulatorKind.SQS)) {
            RunningStack.Service service = new RunningStack.Service(emulator.endpoint(), emulator.pid());
            try (SqsClient sqs = Sqs.client(new RunningStack.Queues(service, Map.of()))) {
                Map<String, String> urls = new HashMap<>();
                for (String name : List.of("jobs", "express", "dead")) {
                    urls.put(
                            name,
                            sqs.createQueue(create -> create.queueName(name)).queueUrl());
                }
                RunningStack.Queues queues = new RunningStack.Queues(service, urls);
                Map<String, String> ids = new HashMap<>();
                for (String body : List.of(NAMED, NAMELESS, "tea")) {
                    ids.put(body, send(sqs, queues.url("dead"), body));
                }

                assertThat(texts(sqs, queues, true)).hasSize(3);
                assertThat(bodies(sqs, queues.url("jobs"))).isEmpty();

                assertThat(texts(sqs, queues, false))
                        .anyMatch(text -> text.contains("stays: it can never be read"))
                        .anyMatch(text -> text.contains("sealed, as it has no id of its own"));
                Map<String, Message> moved = receive(sqs, queues.url("jobs")).stream()
                        .collect(Collectors.toMap(Message::body, message -> message));
                assertThat(moved.keySet()).containsExactlyInAnyOrder(NAMED, NAMELESS);
                assertThat(jobOf(moved, NAMELESS)).isEqualTo(ofMessage(ids, NAMELESS));
                assertThat(texts(sqs, queues, false)).hasSize(1);
            }
        }
    }

    private static String ofMessage(Map<String, String> ids, String body) {
        JobIds jobs = new JobIds(new HmacSigner(SECRET));
        return jobs.ofMessage(new TenantId("default"), String.valueOf(ids.get(body)))
                .value();
    }

    private static String jobOf(Map<String, Message> moved, String body) {
        Map<String, String> attributes = new HashMap<>();
        moved.forEach((text, message) -> {
            if (text.equals(body)) {
                message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
            }
        });
        EnvelopeReader reader = new EnvelopeReader(new Seal(new HmacSigner(SECRET)));
        return reader.read(body, attributes) instanceof EnvelopeReader.Reading.Genuine(var envelope)
                ? envelope.id()
                : "not sealed";
    }

    private static List<String> texts(SqsClient sqs, RunningStack.Queues queues, boolean dryRun) {
        List<String> texts = new ArrayList<>();
        new Redrive(sqs, queues, Base64.getEncoder().encodeToString(SECRET))
                .run(dryRun, moved -> texts.add(moved.text()));
        return texts;
    }

    private static String send(SqsClient sqs, String url, String body) {
        return sqs.sendMessage(send -> send.queueUrl(url).messageBody(body)).messageId();
    }

    private static List<String> bodies(SqsClient sqs, String url) {
        return receive(sqs, url).stream().map(Message::body).toList();
    }

    private static List<Message> receive(SqsClient sqs, String url) {
        return sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(1)
                        .messageAttributeNames("All"))
                .messages();
    }
}

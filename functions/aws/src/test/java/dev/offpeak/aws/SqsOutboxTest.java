package dev.offpeak.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.aws.EnvelopeReader.Reading;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.testkit.OutboxContract;
import dev.offpeak.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

@ExtendWith(OnEmulators.class)
final class SqsOutboxTest extends OutboxContract {
    private static final Seal SEAL = new Seal(Samples.SIGNER);

    private final String queue = Emulators.queue();
    private final Outbox outbox = new SqsOutbox(Emulators.sqs(), queue, SEAL);

    @Override
    protected Outbox outbox() {
        return outbox;
    }

    @Override
    protected List<Envelope> received(int expected) {
        var reader = new EnvelopeReader(SEAL);
        return messages(expected).stream()
                .map(message -> reader.read(message.body(), attributes(message)))
                .map(reading -> ((Reading.Genuine) reading).envelope())
                .toList();
    }

    @Test
    void the_tenant_is_the_message_group_so_that_queues_stay_fair() {
        var envelope = Samples.envelope(Body.of("{}"));
        assertThat(outbox.send(List.of(envelope))).containsExactly(true);
        assertThat(messages(1).getFirst().attributes())
                .containsEntry(
                        MessageSystemAttributeName.MESSAGE_GROUP_ID,
                        envelope.tenant().value());
    }

    @Test
    void a_message_too_large_for_the_queue_fails_alone() {
        var small = Samples.envelope(Body.of("{}"));
        var large = Samples.envelope(Body.of("x".repeat((1 << 20) + 1)));
        assertThat(outbox.send(List.of(small, large, small))).containsExactly(true, false, true);
    }

    private List<Message> messages(int expected) {
        var all = new ArrayList<Message>();
        while (all.size() < expected) {
            var some = Emulators.sqs()
                    .receiveMessage(receive -> receive.queueUrl(queue)
                            .maxNumberOfMessages(10)
                            .waitTimeSeconds(5)
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages();
            assertThat(some)
                    .as("%d of %d messages arrived", all.size(), expected)
                    .isNotEmpty();
            all.addAll(some);
        }
        return all;
    }

    private static Map<String, String> attributes(Message message) {
        return message.messageAttributes().entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey, attribute -> attribute.getValue().stringValue()));
    }
}

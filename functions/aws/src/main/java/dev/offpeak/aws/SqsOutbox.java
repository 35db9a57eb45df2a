package dev.offpeak.aws;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.wire.parallel.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/// The sending end of a standard SQS queue; tenants are its message groups, so that a busy one does not hold up the
/// others.
public final class SqsOutbox implements Outbox {
    private static final System.Logger LOG = System.getLogger(SqsOutbox.class.getName());
    private static final int MESSAGES = 10;
    private static final int BYTES = 1 << 20;
    private static final int WIDTH = 8;

    private final SqsClient sqs;
    private final String queueUrl;
    private final Seal seal;
    private final AtOnce parallel;

    public SqsOutbox(SqsClient sqs, String queueUrl, Seal seal) {
        this(sqs, queueUrl, seal, WIDTH);
    }

    /// @param width how many calls are made at once
    public SqsOutbox(SqsClient sqs, String queueUrl, Seal seal, int width) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.seal = seal;
        this.parallel = new AtOnce(width);
    }

    @Override
    public List<Boolean> send(List<Envelope> envelopes, Duration delay) {
        return parallel.map(calls(envelopes), call -> sendCall(call, delay)).stream()
                .flatMap(List::stream)
                .toList();
    }

    // one that is larger than a call goes alone, so that its refusal does not take neighbours along
    private List<List<Sending>> calls(List<Envelope> envelopes) {
        var calls = new ArrayList<List<Sending>>();
        int bytes = BYTES;
        for (var envelope : envelopes) {
            var message = SealedMessage.of(envelope, seal);
            int more = message.bytes();
            if (calls.isEmpty() || calls.getLast().size() == MESSAGES || bytes + more > BYTES) {
                calls.add(new ArrayList<>());
                bytes = 0;
            }
            calls.getLast().add(new Sending(envelope.tenant().value(), message));
            bytes += more;
        }
        return calls;
    }

    private record Sending(String group, SealedMessage message) {}

    private List<Boolean> sendCall(List<Sending> messages, Duration delay) {
        var sent = sent(messages, delay);
        return IntStream.range(0, messages.size())
                .mapToObj(i -> sent.contains(Integer.toString(i)))
                .toList();
    }

    private Set<String> sent(List<Sending> messages, Duration delay) {
        var entries = IntStream.range(0, messages.size())
                .mapToObj(i -> entry(Integer.toString(i), messages.get(i), delay))
                .toList();
        try {
            var answer = sqs.sendMessageBatch(send -> send.queueUrl(queueUrl).entries(entries));
            answer.failed()
                    .forEach(refused -> LOG.log(
                            System.Logger.Level.WARNING,
                            "SQS refused a message: {0} {1}",
                            refused.code(),
                            refused.message()));
            return answer.successful().stream()
                    .map(SendMessageBatchResultEntry::id)
                    .collect(toSet());
        } catch (SdkException e) {
            LOG.log(System.Logger.Level.WARNING, "SQS took none of " + entries.size() + " messages", e);
            return Set.of();
        }
    }

    private static SendMessageBatchRequestEntry entry(String id, Sending sending, Duration delay) {
        Map<String, MessageAttributeValue> attributes = sending.message().attributes().entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        attribute -> MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(attribute.getValue())
                                .build()));
        return SendMessageBatchRequestEntry.builder()
                .id(id)
                .messageBody(sending.message().body())
                .messageGroupId(sending.group())
                .delaySeconds(Math.toIntExact(delay.plusMillis(999).toSeconds()))
                .messageAttributes(attributes)
                .build();
    }
}

package dev.offpeak.cli.redrive;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// The queue that nothing else reads.
final class DeadQueue {
    private static final int TEN = 10;
    // Long enough to look at all letters once, however many there are.
    private static final int HIDDEN_SECONDS = 300;

    private final SqsClient sqs;
    private final String url;

    DeadQueue(SqsClient sqs, String url) {
        this.sqs = sqs;
        this.url = url;
    }

    /// Shows every letter once; those that are handled are deleted, the others are left for the next time.
    ///
    /// @param keep whether to delete nothing, whatever is said of it
    void each(boolean keep, Predicate<DeadLetter> handle) {
        Set<String> seen = new HashSet<>();
        List<Message> left = new ArrayList<>();
        try {
            for (List<Message> some = receive(); !some.isEmpty(); some = receive()) {
                for (Message message : some) {
                    boolean handled = seen.add(message.messageId()) && handle.test(letter(message));
                    if (handled && !keep) {
                        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
                    } else {
                        left.add(message);
                    }
                }
            }
        } finally {
            left.forEach(this::show);
        }
    }

    static Map<String, MessageAttributeValue> attributes(Map<String, String> strings) {
        return strings.entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        attribute -> MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(attribute.getValue())
                                .build()));
    }

    private List<Message> receive() {
        return sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(TEN)
                        .waitTimeSeconds(1)
                        .visibilityTimeout(HIDDEN_SECONDS)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    private void show(Message message) {
        sqs.changeMessageVisibility(change ->
                change.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    }

    private static DeadLetter letter(Message message) {
        Map<String, String> strings = message.messageAttributes().entrySet().stream()
                .filter(attribute -> attribute.getValue().stringValue() != null)
                .collect(toMap(
                        Map.Entry::getKey, attribute -> attribute.getValue().stringValue()));
        String sent = message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0");
        Optional<String> source = Optional.ofNullable(
                        message.attributes().get(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN))
                .map(arn -> arn.substring(arn.lastIndexOf(':') + 1));
        return new DeadLetter(
                message.messageId(), message.body(), strings, Instant.ofEpochMilli(Long.parseLong(sent)), source);
    }
}

package dev.offpeak.local.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.local.time.Pace;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// The event Lambda sends for a batch of SQS messages.
final class SqsEvent {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Set<String> TIMES = Set.of("SentTimestamp", "ApproximateFirstReceiveTimestamp");

    private SqsEvent() {}

    static byte[] of(List<Message> messages, String queueArn, Pace pace) {
        ObjectNode event = JSON.createObjectNode();
        var records = event.putArray("Records");
        messages.forEach(message -> records.add(record(message, queueArn, pace)));
        return bytes(event);
    }

    /// How many bytes a message takes up in an event.
    static int size(Message message, String queueArn, Pace pace) {
        return bytes(record(message, queueArn, pace)).length + 1;
    }

    private static ObjectNode record(Message message, String queueArn, Pace pace) {
        ObjectNode record = JSON.createObjectNode();
        record.put("messageId", message.messageId());
        record.put("receiptHandle", message.receiptHandle());
        record.put("body", message.body());
        ObjectNode attributes = record.putObject("attributes");
        message.attributesAsStrings()
                .forEach((name, value) -> attributes.put(name, TIMES.contains(name) ? at(value, pace) : value));
        ObjectNode own = record.putObject("messageAttributes");
        message.messageAttributes().forEach((name, value) -> own.set(name, attribute(value)));
        record.put("md5OfBody", message.md5OfBody());
        record.put("eventSource", "aws:sqs");
        record.put("eventSourceARN", queueArn);
        record.put("awsRegion", "us-east-1");
        return record;
    }

    private static String at(String millis, Pace pace) {
        return Long.toString(
                pace.at(Instant.ofEpochMilli(Long.parseLong(millis))).toEpochMilli());
    }

    private static ObjectNode attribute(MessageAttributeValue value) {
        ObjectNode attribute = JSON.createObjectNode();
        if (value.stringValue() != null) {
            attribute.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            attribute.put(
                    "binaryValue",
                    Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
        }
        attribute.putArray("stringListValues");
        attribute.putArray("binaryListValues");
        attribute.put("dataType", value.dataType());
        return attribute;
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

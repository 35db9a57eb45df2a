package dev.offpeak.workers;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.offpeak.aws.EnvelopeReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// SQS events in our words.
public final class Messages {
    private Messages() {}

    /// What the seal on a message says of it.
    public static EnvelopeReader.Reading open(EnvelopeReader reader, SQSMessage message) {
        return reader.read(message.getBody(), attributes(message));
    }

    /// Tells the event source which messages must come again; the others are deleted.
    public static SQSBatchResponse again(List<String> messageIds) {
        return new SQSBatchResponse(
                messageIds.stream().map(BatchItemFailure::new).toList());
    }

    private static Map<String, String> attributes(SQSMessage message) {
        var strings = new HashMap<String, String>();
        Map<String, MessageAttribute> attributes = message.getMessageAttributes();
        if (attributes != null) {
            attributes.forEach((name, value) -> {
                if (value.getStringValue() != null) {
                    strings.put(name, value.getStringValue());
                }
            });
        }
        return strings;
    }
}

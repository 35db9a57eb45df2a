package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Seal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// An envelope as SQS carries it: text and string attributes, sealed.
record SealedMessage(String body, Map<String, String> attributes) {
    private static final String TYPE = "String";

    static SealedMessage of(Envelope envelope, Seal seal) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put(MessageAttributes.KIND, envelope.kind().name());
        attributes.put(MessageAttributes.ID, envelope.id());
        attributes.put(MessageAttributes.TENANT, envelope.tenant().value());
        attributes.put(
                MessageAttributes.ACCEPTED, Long.toString(envelope.acceptedAt().toEpochMilli()));
        attributes.put(MessageAttributes.ATTEMPT, Integer.toString(envelope.attempt()));
        attributes.put(MessageAttributes.SEAL, seal.of(envelope));
        var text = envelope.body().text();
        if (travels(text) && Body.of(text).equals(envelope.body())) {
            return new SealedMessage(text, attributes);
        }
        attributes.put(MessageAttributes.ENCODING, MessageAttributes.BASE64);
        return new SealedMessage(
                Base64.getEncoder().encodeToString(envelope.body().toBytes()), attributes);
    }

    /// What SQS counts: body, names, types and values.
    int bytes() {
        return body.getBytes(UTF_8).length
                + attributes.entrySet().stream()
                        .mapToInt(attribute -> attribute.getKey().length()
                                + TYPE.length()
                                + attribute.getValue().getBytes(UTF_8).length)
                        .sum();
    }

    // the characters SQS takes are those of XML 1.0; an empty message it does not take at all
    private static boolean travels(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .allMatch(c -> c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r');
    }
}

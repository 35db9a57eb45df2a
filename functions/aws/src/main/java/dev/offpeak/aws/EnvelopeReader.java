package dev.offpeak.aws;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Seal;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/// Reads a received message back into the envelope it was sent as, and says whether one of our functions sent it.
public final class EnvelopeReader {
    public sealed interface Reading {
        /// Sent by one of our functions, unchanged since.
        record Genuine(Envelope envelope) implements Reading {}

        /// A producer's own message: it claims nothing about where it comes from.
        record Unsealed() implements Reading {}

        /// It claims to come from us and does not prove it.
        record Forged(String why) implements Reading {}
    }

    private final Seal seal;

    public EnvelopeReader(Seal seal) {
        this.seal = seal;
    }

    /// Reads one message.
    ///
    /// @param attributes the message's string attributes by name
    public Reading read(String body, Map<String, String> attributes) {
        if (attributes.keySet().stream().noneMatch(name -> name.startsWith(MessageAttributes.PREFIX))) {
            return new Reading.Unsealed();
        }
        try {
            var envelope = envelope(body, attributes);
            return seal.genuine(envelope, required(attributes, MessageAttributes.SEAL))
                    ? new Reading.Genuine(envelope)
                    : new Reading.Forged("the seal does not fit");
        } catch (IllegalArgumentException e) {
            return new Reading.Forged(Objects.requireNonNullElse(e.getMessage(), "unreadable"));
        }
    }

    private static Envelope envelope(String body, Map<String, String> attributes) {
        return new Envelope(
                Envelope.Kind.valueOf(required(attributes, MessageAttributes.KIND)),
                required(attributes, MessageAttributes.ID),
                new TenantId(required(attributes, MessageAttributes.TENANT)),
                Instant.ofEpochMilli(Long.parseLong(required(attributes, MessageAttributes.ACCEPTED))),
                Integer.parseInt(required(attributes, MessageAttributes.ATTEMPT)),
                MessageAttributes.BASE64.equals(attributes.get(MessageAttributes.ENCODING))
                        ? Body.of(Base64.getDecoder().decode(body))
                        : Body.of(body));
    }

    private static String required(Map<String, String> attributes, String name) {
        var value = attributes.get(name);
        if (value == null) {
            throw new IllegalArgumentException("attribute " + name + " is missing");
        }
        return value;
    }
}

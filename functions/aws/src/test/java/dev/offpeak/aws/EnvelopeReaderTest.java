package dev.offpeak.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.offpeak.aws.EnvelopeReader.Reading;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.testkit.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class EnvelopeReaderTest {
    private static final Seal SEAL = new Seal(Samples.SIGNER);

    private final EnvelopeReader reader = new EnvelopeReader(SEAL);

    @Test
    void a_producers_own_message_is_unsealed_whatever_else_it_carries() {
        assertThat(reader.read("{}", Map.of())).isEqualTo(new Reading.Unsealed());
        assertThat(reader.read("{}", Map.of("traceparent", "00-1-2-03"))).isEqualTo(new Reading.Unsealed());
    }

    @Test
    void a_sealed_message_is_genuine_even_with_foreign_attributes_beside_ours() {
        var envelope = Samples.envelope(Body.of("{\"a\":1}"));
        var message = SealedMessage.of(envelope, SEAL);
        var more = new HashMap<>(message.attributes());
        more.put("traceparent", "00-1-2-03");
        assertThat(reader.read(message.body(), more)).isEqualTo(new Reading.Genuine(envelope));
    }

    @TestFactory
    Stream<DynamicTest> a_message_with_any_attribute_changed_or_missing_is_forged() {
        var message = SealedMessage.of(Samples.envelope(Body.of("{}")), SEAL);
        return message.attributes().keySet().stream()
                .flatMap(name -> Stream.of("", "2", "UPLOAD", "é")
                        .map(value -> dynamicTest(name + " = " + value, () -> {
                            var changed = new HashMap<>(message.attributes());
                            changed.put(name, value);
                            assertThat(reader.read(message.body(), changed)).isInstanceOf(Reading.Forged.class);
                            changed.remove(name);
                            assertThat(reader.read(message.body(), changed))
                                    .isEqualTo(new Reading.Forged("attribute " + name + " is missing"));
                        })));
    }

    @Test
    void a_changed_body_is_forged() {
        var message = SealedMessage.of(Samples.envelope(Body.of("{}")), SEAL);
        assertThat(reader.read("{ }", message.attributes())).isInstanceOf(Reading.Forged.class);

        var encoded = new HashMap<>(message.attributes());
        encoded.put("offpeak-encoding", "base64");
        assertThat(reader.read("not base 64!", encoded)).isInstanceOf(Reading.Forged.class);
    }

    @Test
    void a_seal_under_another_key_is_forged() {
        var key = new byte[32];
        var message = SealedMessage.of(Samples.envelope(Body.of("{}")), new Seal(new HmacSigner(key)));
        assertThat(reader.read(message.body(), message.attributes()))
                .isEqualTo(new Reading.Forged("the seal does not fit"));
    }
}

package dev.offpeak.core.queue;

import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Samples;
import dev.offpeak.core.Seeds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final Envelope ENVELOPE = new Envelope(Kind.JOB, "job_1", ACME, NOW, 1, Body.of("{}"));
    private final Seal seal = new Seal(Samples.signer("key"));

    @Test
    void what_was_sealed_is_genuine() {
        Seeds.each(300, seeds -> {
            var envelope = some(seeds);
            assertThat(seal.genuine(envelope, seal.of(envelope))).isTrue();
            assertThat(seal.of(envelope)).hasSize(26).matches("[0-9a-z]+");
        });
    }

    @Test
    void a_seal_is_good_for_one_envelope() {
        Seeds.each(1_000, seeds -> {
            var sealed = some(seeds);
            var other = some(seeds);
            assertThat(seal.genuine(other, seal.of(sealed))).isEqualTo(other.equals(sealed));
        });
    }

    @Test
    void changing_any_part_breaks_the_seal() {
        var genuine = seal.of(ENVELOPE);
        for (var changed : List.of(
                new Envelope(Kind.UPLOAD, "job_1", ACME, NOW, 1, Body.of("{}")),
                new Envelope(Kind.JOB, "job_2", ACME, NOW, 1, Body.of("{}")),
                new Envelope(Kind.JOB, "job_1", new TenantId("globex"), NOW, 1, Body.of("{}")),
                new Envelope(Kind.JOB, "job_1", ACME, NOW.plusMillis(1), 1, Body.of("{}")),
                new Envelope(Kind.JOB, "job_1", ACME, NOW, 2, Body.of("{}")),
                new Envelope(Kind.JOB, "job_1", ACME, NOW, 1, Body.of("{ }")),
                new Envelope(Kind.JOB, "job_1\nacme", ACME, NOW, 1, Body.of("{}")))) {
            assertThat(seal.genuine(changed, genuine)).as("%s", changed).isFalse();
        }
    }

    @Test
    void a_seal_of_another_key_or_no_seal_is_not_genuine() {
        assertThat(seal.genuine(ENVELOPE, new Seal(Samples.signer("another key")).of(ENVELOPE)))
                .isFalse();
        assertThat(seal.genuine(ENVELOPE, "")).isFalse();
        assertThat(seal.genuine(ENVELOPE, seal.of(ENVELOPE) + "0")).isFalse();
        assertThat(seal.genuine(ENVELOPE, "☃")).isFalse();
    }

    private static Envelope some(Seeds seeds) {
        return new Envelope(
                seeds.oneOf(List.of(Kind.values())),
                "job_" + seeds.text(3),
                seeds.oneOf(List.of(ACME, new TenantId("globex"))),
                Instant.ofEpochMilli(seeds.between(0, 5)),
                seeds.between(1, 3),
                Body.of(seeds.text(4)));
    }
}

package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FakeOutboxTest extends OutboxContract {
    private final FakeOutbox outbox = new FakeOutbox();

    @Override
    protected Outbox outbox() {
        return outbox;
    }

    @Override
    protected List<Envelope> received(int expected) {
        return outbox.drain();
    }

    @Test
    void a_refused_envelope_is_answered_with_false_and_not_kept() {
        var kept = Samples.envelope(Body.of("{}"));
        var refused = Samples.envelope(Body.of("{}"));
        outbox.refuse(refused::equals);
        assertThat(outbox.send(List.of(refused, kept))).containsExactly(false, true);
        assertThat(outbox.sent()).containsExactly(kept);
    }
}

package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Outbox] does; each test starts with an empty queue.
public abstract class OutboxContract {
    protected abstract Outbox outbox();

    /// What reached the queue, in any order.
    ///
    /// @param expected how many to wait for
    protected abstract List<Envelope> received(int expected);

    @Test
    void nothing_asked_is_nothing_answered() {
        assertThat(outbox().send(List.of())).isEmpty();
    }

    @Test
    void an_envelope_arrives_as_it_was_sent() {
        var sent = new Envelope(
                Envelope.Kind.UPLOAD,
                "upload_1",
                Samples.tenant(),
                Samples.NOW,
                7,
                Body.of("uploads/2026/11/23/a b+ü.ndjson"));
        assertThat(outbox().send(List.of(sent))).containsExactly(true);
        assertThat(received(1)).containsExactly(sent);
    }

    @Test
    void many_envelopes_arrive_and_are_answered_for_one_by_one() {
        var sent = IntStream.range(0, 37)
                .mapToObj(i -> Samples.envelope(Body.of("{\"line\":" + i + "}")))
                .toList();
        assertThat(outbox().send(sent)).isEqualTo(Collections.nCopies(37, true));
        assertThat(received(37)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void large_envelopes_arrive_too() {
        var sent = IntStream.range(0, 6)
                .mapToObj(i -> Samples.envelope(Body.of("\"" + "ü".repeat(200_000) + i + "\"")))
                .toList();
        assertThat(outbox().send(sent)).isEqualTo(Collections.nCopies(6, true));
        assertThat(received(6)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void a_body_arrives_byte_for_byte_even_when_it_is_no_text() {
        var sent = List.of(
                Samples.envelope(Body.of(new byte[] {'"', (byte) 0xc3, '(', (byte) 0xff, '"'})),
                Samples.envelope(Body.of("\"\u0000\u0001\"")),
                Samples.envelope(Body.of("\"\uffff\"")),
                Samples.envelope(Body.of("{ \"spaces\" :\t\"kept\"\r\n}  \n")),
                Samples.envelope(Body.slice(
                        "xx{\"a\":\"\ud83d\ude00\"}yy".getBytes(java.nio.charset.StandardCharsets.UTF_8), 2, 12)));
        assertThat(outbox().send(sent)).isEqualTo(Collections.nCopies(5, true));
        assertThat(received(5)).containsExactlyInAnyOrderElementsOf(sent);
    }
}

package dev.offpeak.gateway.dropin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.AnswerReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// When what passes is sent on.
class PassingAnswerTest {
    /// Keeps what was written between two flushes, the rest last.
    private static final class Sent extends OutputStream {
        final List<String> pieces = new ArrayList<>();
        private final StringBuilder pending = new StringBuilder("head ");

        @Override
        public void write(int b) {
            pending.append((char) b);
        }

        @Override
        public void flush() {
            pieces.add(pending.toString());
            pending.setLength(0);
        }

        List<String> all() {
            flush();
            return pieces;
        }
    }

    private static List<String> sent(long length, String... pieces) throws IOException {
        var parts = Stream.of(pieces)
                .<InputStream>map(piece -> new ByteArrayInputStream(piece.getBytes(US_ASCII)))
                .toList();
        var from = new SequenceInputStream(Collections.enumeration(parts));
        var out = new Sent();
        new PassingAnswer(from, length, AnswerReader.none(), () -> {}).writeTo(out);
        return out.all();
    }

    @Test
    void a_stream_is_sent_on_piece_by_piece_and_its_head_before_the_first() throws IOException {
        assertThat(sent(-1, "one", "two")).containsExactly("head ", "one", "two", "");
    }

    @Test
    void an_answer_that_is_all_there_leaves_at_once_with_its_head_and_its_end() throws IOException {
        assertThat(sent(3, "one")).containsExactly("head one");
        assertThat(sent(0)).containsExactly("head ");
    }

    @Test
    void of_an_answer_of_known_length_nothing_waits_for_what_is_still_to_come() throws IOException {
        assertThat(sent(6, "one", "two")).containsExactly("head one", "two");
    }
}

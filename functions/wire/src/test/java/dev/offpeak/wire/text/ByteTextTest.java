package dev.offpeak.wire.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteTextTest {
    private final SplittableRandom random = new SplittableRandom(28);

    @Test
    void it_holds_what_a_string_of_all_would_be_in_bytes() {
        for (var charset : List.of(UTF_8, ISO_8859_1)) {
            var bytes = new ByteText(charset, 4);
            for (int i = 0; i < 1_000; i++) {
                var whole = new StringBuilder();
                bytes.clear();
                for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
                    var piece = text();
                    whole.append(piece);
                    bytes.add(piece);
                }
                assertThat(text(bytes, charset)).isEqualTo(read(whole.toString().getBytes(charset), charset));
            }
        }
    }

    @Test
    void a_letter_that_ends_in_the_bits_of_a_line_end_is_none() {
        // U+010D and U+010A
        var bytes = new ByteText(ISO_8859_1, 16).add("a\u010d\u010ab");
        assertThat(text(bytes, ISO_8859_1)).isEqualTo("a??b");
    }

    private static String text(ByteText bytes, Charset charset) {
        return new String(bytes.array(), 0, bytes.length(), charset);
    }

    private static String read(byte[] bytes, Charset charset) {
        return new String(bytes, charset);
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(random.nextInt(8) == 0 ? random.nextInt(0xD800) : random.nextInt(128));
        }
        return text.toString();
    }
}

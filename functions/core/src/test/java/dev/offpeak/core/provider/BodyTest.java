package dev.offpeak.core.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTest {
    @Test
    void a_slice_is_the_bytes_it_covers_and_equals_a_body_of_its_own() {
        Seeds.each(300, seeds -> {
            var bytes = seeds.bytes(50);
            int from = seeds.between(0, bytes.length);
            int length = seeds.between(0, bytes.length - from);
            var slice = Body.slice(bytes, from, length);
            var own = Body.of(Arrays.copyOfRange(bytes, from, from + length));
            assertThat(slice).isEqualTo(own).hasSameHashCodeAs(own);
            assertThat(slice.toBytes()).isEqualTo(own.toBytes());
            assertThat(slice.text()).isEqualTo(own.text());
            assertThat(slice.length()).isEqualTo(length);
            for (int i = 0; i < length; i++) {
                assertThat(slice.at(i)).isEqualTo(bytes[from + i]);
            }
            assertThat(written(slice)).isEqualTo(own.toBytes());
        });
    }

    @Test
    void bodies_of_other_bytes_or_lengths_differ() {
        assertThat(Body.of("ab"))
                .isNotEqualTo(Body.of("ac"))
                .isNotEqualTo(Body.of("abc"))
                .isNotEqualTo(Body.of("a"))
                .isNotEqualTo("ab")
                .doesNotHaveSameHashCodeAs(Body.of("ba"));
    }

    @Test
    void text_is_utf_8() {
        assertThat(Body.of("é☃").toBytes()).isEqualTo("é☃".getBytes(UTF_8));
        assertThat(Body.of("é☃").text()).isEqualTo("é☃");
        assertThat(Body.of("")).isEqualTo(Body.of(new byte[0]));
    }

    @Test
    void a_parser_finds_the_slice_in_the_backing_array() {
        var bytes = "abcdef".getBytes(UTF_8);
        var slice = Body.slice(bytes, 2, 3);
        assertThat(slice.array()).isSameAs(bytes);
        assertThat(slice.offset()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "0, -1", "0, 5", "4, 1", "5, 0", "2147483647, 1", "1, 2147483647"})
    void a_slice_outside_of_its_bytes_is_refused(int offset, int length) {
        assertThatThrownBy(() -> Body.slice(new byte[4], offset, length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside of 4 bytes");
    }

    @Test
    void a_byte_beyond_the_slice_is_not_shown() {
        var slice = Body.slice("abcdef".getBytes(UTF_8), 2, 3);
        assertThatThrownBy(() -> slice.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void prints_its_size_and_never_its_content() {
        assertThat(Body.of("a secret")).hasToString("Body[8 bytes]");
        assertThat(new Request(new Endpoint("/v1/messages"), Headers.NONE, Body.of("a secret")).toString())
                .doesNotContain("secret");
    }

    private static byte[] written(Body body) {
        try (var out = new ByteArrayOutputStream()) {
            body.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

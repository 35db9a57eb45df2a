package dev.offpeak.core.id;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base32Test {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    /// RFC 4648's test vectors, written in Crockford's alphabet.
    @ParameterizedTest
    @CsvSource({"'', ''", "f, cr", "fo, csqg", "foo, csqpy", "foob, csqpyrg", "fooba, csqpyrk1", "foobar, csqpyrk1e8"})
    void encodes_the_published_vectors(String plain, String encoded) {
        assertThat(Base32.encode(plain.getBytes(US_ASCII))).isEqualTo(encoded);
        assertThat(Base32.decode(encoded))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(plain.getBytes(US_ASCII)));
    }

    @Test
    void decodes_what_it_encoded() {
        Seeds.each(500, seeds -> {
            var bytes = seeds.bytes(60);
            var text = Base32.encode(bytes);
            assertThat(text).hasSize((bytes.length * 8 + 4) / 5).matches("[" + ALPHABET + "]*");
            assertThat(Base32.decode(text))
                    .hasValueSatisfying(back -> assertThat(back).isEqualTo(bytes));
        });
    }

    @Test
    void every_text_that_decodes_is_the_only_text_of_its_bytes() {
        Seeds.each(3_000, seeds -> {
            var text = new StringBuilder();
            seeds.list(0, 12, () -> ALPHABET.charAt(seeds.between(0, 31))).forEach(text::append);
            Base32.decode(text.toString())
                    .ifPresent(bytes -> assertThat(Base32.encode(bytes)).isEqualTo(text.toString()));
        });
    }

    @Test
    void texts_sort_as_their_bytes_do() {
        Seeds.each(500, seeds -> {
            var left = Arrays.copyOf(seeds.bytes(9), 9);
            var right = Arrays.copyOf(seeds.bytes(9), 9);
            assertThat(Integer.signum(Base32.encode(left).compareTo(Base32.encode(right))))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "cs0", "cz", "csqpyrk1e80", "CR", "ci", "cl", "co", "cu", "c=", "c ", "cé", "c☃", "-"})
    void refuses_what_it_would_never_write(String text) {
        assertThat(Base32.decode(text)).isEmpty();
    }
}

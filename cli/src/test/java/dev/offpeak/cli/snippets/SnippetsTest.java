package dev.offpeak.cli.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.cli.stack.Examples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SnippetsTest {
    @Test
    void snippets_are_printed_with_the_real_addresses() throws IOException {
        assertThat(Snippets.of(Examples.stack())).isEqualTo(golden());
    }

    @Test
    void nothing_is_left_to_fill_in() {
        assertThat(Snippets.of(Examples.stack())).doesNotContain("${");
    }

    private static String golden() throws IOException {
        try (InputStream in = SnippetsTest.class.getResourceAsStream("/golden/snippets.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

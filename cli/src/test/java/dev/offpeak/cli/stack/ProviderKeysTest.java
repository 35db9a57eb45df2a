package dev.offpeak.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.cli.terminal.Trouble;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {
    @Test
    void missing_keys_are_named() {
        assertThatThrownBy(() -> ProviderKeys.from(Map.of()))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("OPENAI_API_KEY and ANTHROPIC_API_KEY");
        assertThatThrownBy(() -> ProviderKeys.from(Map.of("OPENAI_API_KEY", "sk-1", "ANTHROPIC_API_KEY", " ")))
                .hasMessageContaining("needs ANTHROPIC_API_KEY in");
    }

    @Test
    void keys_do_not_show_when_printed() {
        ProviderKeys keys = ProviderKeys.from(Map.of("OPENAI_API_KEY", "sk-1", "ANTHROPIC_API_KEY", "sk-2"));

        assertThat(keys.toString()).doesNotContain("sk-");
    }
}

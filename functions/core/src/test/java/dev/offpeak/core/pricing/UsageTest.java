package dev.offpeak.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.pricing.Usage.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
    @ParameterizedTest
    @CsvSource({"-1, 0, 0, 0, 0", "0, -1, 0, 0, 0", "0, 0, -1, 0, 0", "0, 0, 0, -1, 0", "0, 0, 0, 0, -1"})
    void negative_tokens_are_refused(long input, long read, long write, long longWrite, long output) {
        assertThatThrownBy(() -> new Usage(input, read, write, longWrite, output, Tier.STANDARD))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_prompt_is_everything_that_was_read() {
        assertThat(new Usage(1, 20, 300, 4_000, 50_000, Tier.BATCH).prompt()).isEqualTo(4_321);
    }

    @Test
    void usages_add_up_kind_by_kind_and_keep_the_first_tier() {
        assertThat(new Usage(1, 2, 3, 4, 5, Tier.BATCH).plus(new Usage(10, 20, 30, 40, 50, Tier.PRIORITY)))
                .isEqualTo(new Usage(11, 22, 33, 44, 55, Tier.BATCH));
    }

    @Test
    void the_same_tokens_can_be_looked_at_on_another_tier() {
        assertThat(new Usage(1, 2, 3, 4, 5, Tier.BATCH).at(Tier.FLEX)).isEqualTo(new Usage(1, 2, 3, 4, 5, Tier.FLEX));
    }
}

package dev.offpeak.core.id;

import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.Samples;
import dev.offpeak.core.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomIdTest {
    private static final JobIds IDS = new JobIds(Samples.signer("key"));
    private static final JobId JOB = IDS.fresh(ACME, NOW, new Random(1));

    @Test
    void reads_back_what_it_printed_in_a_form_every_provider_takes() {
        Seeds.each(300, seeds -> {
            var id = new CustomId(IDS.fresh(ACME, NOW, seeds.random()), seeds.between(1, 999_999));
            assertThat(id.toString()).hasSizeLessThanOrEqualTo(64).matches("[A-Za-z0-9_-]+");
            assertThat(CustomId.parse(id.toString())).contains(id);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999_999})
    void the_first_and_last_attempt_are_read_back(int attempt) {
        assertThat(CustomId.parse(JOB + "-" + attempt)).contains(new CustomId(JOB, attempt));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_000_000, Integer.MAX_VALUE})
    void an_attempt_that_could_not_be_read_back_is_refused(int attempt) {
        assertThatThrownBy(() -> new CustomId(JOB, attempt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attempt " + attempt + " of " + JOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "request-1", "job_-1", "job_abc-1"})
    void a_foreign_custom_id_is_empty(String text) {
        assertThat(CustomId.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-0", "-01", "-1 ", "-1\n", "-x", "-1000000", "--1", "-+1", "-1-1", "-١"})
    void a_job_id_with_anything_but_an_attempt_is_empty(String end) {
        assertThat(CustomId.parse(JOB + end)).isEmpty();
    }

    @Test
    void no_text_makes_it_throw() {
        Seeds.each(
                2_000, seeds -> assertThat(CustomId.parse(JOB + seeds.text(10))).isNotNull());
    }
}

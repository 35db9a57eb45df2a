package dev.offpeak.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashPointsTest {
    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void any_effect_of_the_full_path_may_go_wrong_in_any_way(String provider) {
        var report = CrashPoints.of(provider.equals("openai"));
        System.out.printf("  %s: %,d crash points%n", provider, report.points());
        assertThat(report.points()).isGreaterThan(500);
        assertThat(report.failures()).isEqualTo(List.of());
    }
}

package dev.offpeak.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.Seeds;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineSetTest {
    @Test
    void reads_back_what_it_wrote() {
        Seeds.each(300, seeds -> {
            var set = some(seeds);
            assertThat(LineSet.parse(set.text())).isEqualTo(set).hasSameHashCodeAs(set);
            assertThat(set.text()).matches("[A-Za-z0-9_-]*");
        });
    }

    @Test
    void equal_sets_have_one_text() {
        Seeds.each(300, seeds -> {
            var set = some(seeds);
            int line = seeds.between(0, 900);
            assertThat(set.with(line).without(LineSet.of(line)).text())
                    .isEqualTo(set.without(LineSet.of(line)).text());
        });
        assertThat(LineSet.of(9).without(LineSet.of(9)).text())
                .isEqualTo(LineSet.none().text())
                .isEmpty();
    }

    @Test
    void without_takes_away_exactly_the_others() {
        Seeds.each(300, seeds -> {
            var set = some(seeds);
            var others = some(seeds);
            var left = set.without(others);
            for (int line = 0; line < 500; line++) {
                assertThat(left.contains(line)).isEqualTo(set.contains(line) && !others.contains(line));
            }
        });
    }

    @Test
    void counts_and_contains_what_it_was_made_of() {
        var set = LineSet.of(0, 3, 64);
        assertThat(set.count()).isEqualTo(3);
        assertThat(IntStream.range(0, 70).filter(set::contains)).containsExactly(0, 3, 64);
        assertThat(LineSet.all(3)).isEqualTo(LineSet.of(0, 1, 2)).isNotEqualTo(LineSet.of(0, 1));
        assertThat(LineSet.all(0)).isEqualTo(LineSet.none());
        assertThat(LineSet.none().count()).isZero();
        assertThat(set).hasToString("{0, 3, 64}").isNotEqualTo("{0, 3, 64}");
    }

    @Test
    void the_bitmap_starts_with_its_least_significant_bit() {
        assertThat(LineSet.of(0).text()).isEqualTo("AQ");
        assertThat(LineSet.of(0, 8).text()).isEqualTo("AQE");
    }

    @Test
    void never_changes_once_made() {
        var bits = new BitSet();
        bits.set(1);
        var set = LineSet.of(bits);
        bits.set(2);
        var more = set.with(5);
        var less = set.without(LineSet.of(1));
        assertThat(set).isEqualTo(LineSet.of(1));
        assertThat(more).isEqualTo(LineSet.of(1, 5));
        assertThat(less).isEqualTo(LineSet.none());
    }

    @Test
    void refuses_what_is_no_set_of_lines() {
        assertThatThrownBy(() -> LineSet.parse("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LineSet.of(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> LineSet.all(-1)).isInstanceOf(RuntimeException.class);
    }

    private static LineSet some(Seeds seeds) {
        return LineSet.of(BitSet.valueOf(seeds.bytes(60)));
    }
}

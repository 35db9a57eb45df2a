package dev.offpeak.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void the_same_seed_gives_the_same_input() {
        var first = new ArrayList<String>();
        var second = new ArrayList<String>();
        Seeds.each(20, seeds -> first.add(seeds.text(30)));
        Seeds.each(20, seeds -> second.add(seeds.text(30)));
        assertThat(second).isEqualTo(first).doesNotHaveDuplicates();
    }

    @Test
    void a_failing_law_names_its_seed() {
        var count = new int[1];
        assertThatThrownBy(() -> Seeds.each(20, seeds -> assertThat(++count[0]).isLessThan(8)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dseed=7");
    }
}

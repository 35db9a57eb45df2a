package dev.offpeak.core.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.job.Ending;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void every_outcome_reads_back_at_its_line() {
        for (long seed = 1; seed <= 50; seed++) {
            var random = new Random(seed);
            int lines = 1 + random.nextInt(300);
            var outcomes = random.ints(lines, 0, Outcome.values().length)
                    .mapToObj(i -> Outcome.values()[i])
                    .toList();
            var progress = Progress.of(lines);
            for (int line = 0; line < lines; line++) {
                progress.end(line, outcomes.get(line));
            }
            var read = Progress.read(lines, progress.bytes());
            assertThat(IntStream.range(0, lines).mapToObj(read::at).toList())
                    .as("seed " + seed)
                    .isEqualTo(outcomes);
            assertThat(read.open())
                    .isEqualTo(IntStream.range(0, lines)
                            .filter(line -> outcomes.get(line) == Outcome.OPEN)
                            .toArray());
            assertThat(read.isWhole()).isEqualTo(read.open().length == 0);
            assertThat(read.tally().ended()).isEqualTo(lines - read.open().length);
            assertThat(read.tally().expired()).isEqualTo((int)
                    outcomes.stream().filter(Outcome.EXPIRED::equals).count());
        }
    }

    @Test
    void what_has_ended_stays_as_it_ended() {
        var progress = Progress.of(2);
        progress.end(1, Outcome.CANCELED);
        progress.end(1, Outcome.SUCCEEDED);
        progress.end(1, Outcome.OPEN);
        assertThat(progress.at(1)).isEqualTo(Outcome.CANCELED);
        assertThat(progress.at(0)).isEqualTo(Outcome.OPEN);
    }

    @Test
    void bytes_that_are_no_progress_of_so_many_lines_are_refused() {
        assertThatThrownBy(() -> Progress.read(3, new byte[1])).hasMessage("the progress of 3 lines has not 1 bytes");
        assertThatThrownBy(() -> Progress.read(2, new byte[] {0x50})).hasMessage("line 1 has outcome 5");
    }

    @Test
    void a_sample_is_spread_over_all_open_lines() {
        var open = IntStream.range(0, 1_000).map(i -> 3 * i).toArray();
        var sample = Progress.sample(open, 10);
        assertThat(sample).containsExactly(0, 300, 600, 900, 1_200, 1_500, 1_800, 2_100, 2_400, 2_700);
        assertThat(Progress.sample(new int[] {4, 9}, 10)).containsExactly(4, 9);
        assertThat(Progress.sample(new int[0], 10)).isEmpty();
    }

    @Test
    void each_ending_of_a_job_is_the_outcome_of_a_line() {
        assertThat(Ending.values())
                .extracting(Outcome::of)
                .containsExactly(
                        Outcome.SUCCEEDED, Outcome.ERRORED, Outcome.EXPIRED, Outcome.CANCELED, Outcome.ERRORED);
    }

    @Test
    void lines_from_one_on_go_round_to_the_beginning() {
        int[] open = {1, 4, 6, 9};
        assertThat(Progress.from(4, open, 2)).containsExactly(4, 6);
        assertThat(Progress.from(5, open, 2)).containsExactly(6, 9);
        assertThat(Progress.from(9, open, 3)).containsExactly(9, 1, 4);
        assertThat(Progress.from(10, open, 9)).containsExactly(1, 4, 6, 9);
        assertThat(Progress.from(3, new int[0], 2)).isEmpty();
    }
}

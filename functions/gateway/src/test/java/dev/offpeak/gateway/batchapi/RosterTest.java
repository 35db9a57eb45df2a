package dev.offpeak.gateway.batchapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.batchapi.Roster.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RosterTest {
    @Test
    void lines_read_back_in_their_order_with_names_as_they_were_written() {
        var roster = new Roster(List.of(
                new Entry(Body.of("\"a\\tb \\u00fc ü\""), Optional.empty()),
                new Entry(Body.of("\"\""), Optional.of("messages: is missing")),
                new Entry(Body.of("\"c\""), Optional.empty())));
        assertThat(Roster.read(roster.bytes())).isEqualTo(roster);
    }

    @Test
    void a_reason_stays_on_its_line() {
        var read = Roster.read(
                new Roster(List.of(new Entry(Body.of("\"a\""), Optional.of("one\ttwo\nthree\rfour")))).bytes());
        assertThat(read.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.refusal()).contains("one two three four"));
    }

    @Test
    void no_lines_are_no_bytes() {
        assertThat(new Roster(List.of()).bytes()).isEmpty();
        assertThat(Roster.read(new byte[0]).entries()).isEmpty();
    }
}

package dev.offpeak.gateway.batchapi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.surface.BatchUsage;
import dev.offpeak.gateway.batchapi.ResultParts.Part;
import dev.offpeak.gateway.batchapi.ResultParts.Piece;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultPartsTest {
    private static final Part OUTPUT = new Part(
            Optional.of(new Piece("a", 3)), Optional.empty(), Optional.of(new BatchUsage(50_000_000_000L, 2, 3, 1)));
    private static final Part ERRORS =
            new Part(Optional.empty(), Optional.of(new Piece("b", 4)), Optional.of(BatchUsage.NONE));
    private static final Part UNTOLD = new Part(Optional.of(new Piece("c", 5)), Optional.empty(), Optional.empty());

    @Test
    void parts_read_back_as_they_were_written() {
        var parts = new ResultParts(List.of(OUTPUT, ERRORS, UNTOLD));
        assertThat(ResultParts.read(parts.bytes())).isEqualTo(parts);
    }

    @Test
    void usage_is_that_of_all_parts_together() {
        assertThat(new ResultParts(List.of(OUTPUT, ERRORS, OUTPUT)).usage())
                .contains(new BatchUsage(100_000_000_000L, 4, 6, 2));
    }

    @Test
    void a_list_that_an_older_version_began_has_no_usage() {
        var older = ResultParts.read("a 3 - 0\n- 0 b 4\n".getBytes(US_ASCII));
        assertThat(older.with(OUTPUT).usage()).isEmpty();
    }
}

package dev.offpeak.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-, 0, 100",
        "bytes=10-19, 10, 20",
        "bytes=99-, 99, 100",
        "bytes=90-999, 90, 100",
        "bytes=-1, 99, 100",
        "bytes=-100, 0, 100",
        "bytes=-999, 0, 100",
    })
    void one_range_is_what_it_says_as_far_as_there_are_bytes(String header, long from, long to) {
        assertThat(ByteRange.of(Optional.of(header), 100)).isEqualTo(new ByteRange.Some(from, to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=a-b",
                "bytes=0-1,5-6",
                "lines=0-1",
                "bytes=0 - 1",
                "bytes=9999999999999999999-"
            })
    void what_cannot_be_understood_is_ignored(String header) {
        assertThat(ByteRange.of(Optional.of(header), 100)).isEqualTo(new ByteRange.Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void what_begins_behind_the_end_is_outside(String header) {
        assertThat(ByteRange.of(Optional.of(header), 100)).isEqualTo(new ByteRange.Outside());
    }

    @Test
    void a_range_is_clipped_and_told_as_it_is_sent() {
        assertThat(new ByteRange.Some(10, 90).clipped(20)).isEqualTo(new ByteRange.Some(10, 30));
        assertThat(new ByteRange.Some(10, 20).clipped(20)).isEqualTo(new ByteRange.Some(10, 20));
        assertThat(new ByteRange.Some(10, 30).of(100)).isEqualTo("bytes 10-29/100");
        assertThat(ByteRange.of(Optional.empty(), 100)).isEqualTo(new ByteRange.Whole());
        assertThat(ByteRange.of(Optional.of("bytes=0-"), 0)).isEqualTo(new ByteRange.Outside());
    }
}

package dev.offpeak.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.core.provider.BatchLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentSizeTest {
    private static final BatchLimits BATCH = new BatchLimits(100, 10_000, 10, 20);

    private static AccountLimits limits(long tokens, long requests) {
        return new AccountLimits(tokens, requests, Per.MODEL, 1, 1, Map.of("small", 40L));
    }

    @Test
    void nobody_knows_a_limit_so_there_is_none() {
        var unknown = limits(AccountLimits.UNKNOWN, AccountLimits.UNKNOWN);
        assertThat(SegmentSize.within(BATCH, List.of(unknown), "m")).isEqualTo(BATCH);
    }

    @Test
    void four_segments_fit_the_queue_that_takes_most() {
        var accounts = List.of(limits(100, 8), limits(400, 80));
        assertThat(SegmentSize.within(BATCH, accounts, "m")).isEqualTo(new BatchLimits(20, 290, 10, 20));
        assertThat(SegmentSize.within(BATCH, accounts, "small")).isEqualTo(new BatchLimits(20, 47, 10, 20));
    }

    @Test
    void where_one_takes_anything_so_may_a_segment_be() {
        var accounts = List.of(limits(100, 8), limits(AccountLimits.UNKNOWN, 1));
        assertThat(SegmentSize.within(BATCH, accounts, "m")).isEqualTo(new BatchLimits(2, 10_000, 10, 20));
    }

    @Test
    void a_line_is_always_allowed() {
        assertThat(SegmentSize.within(BATCH, List.of(limits(1, 1)), "m").requests())
                .isEqualTo(1);
    }
}

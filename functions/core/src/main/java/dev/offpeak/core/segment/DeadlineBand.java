package dev.offpeak.core.segment;

import java.time.Duration;

/// How far away a deadline is when a job is staged. Jobs of different bands never share a batch, so that one hurried
/// job does not drag a relaxed batch to full price.
public enum DeadlineBand {
    H2(2),
    H4(4),
    H8(8),
    H16(16),
    H24(24),
    H36(36),
    H48(48),
    H72(72),
    H120(120),
    LATER(Integer.MAX_VALUE);

    private final int hours;

    DeadlineBand(int hours) {
        this.hours = hours;
    }

    public static DeadlineBand of(Duration left) {
        for (var band : values()) {
            if (band == LATER || left.compareTo(Duration.ofHours(band.hours)) <= 0) {
                return band;
            }
        }
        throw new IllegalStateException("LATER takes all");
    }
}

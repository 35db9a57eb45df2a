package dev.offpeak.workers.poller;

import java.time.Duration;

/// How long to leave a batch alone. Half of all batches end within minutes and nine in ten within the hour, so the
/// first hour is looked at often and the rest of the day less.
///
/// @param shortest the wait at first; a batch an hour old waits four times as long, one six hours old ten times
public record PollSchedule(Duration shortest) {
    public Duration wait(Duration age) {
        if (age.compareTo(Duration.ofHours(1)) < 0) {
            return shortest;
        }
        return age.compareTo(Duration.ofHours(6)) < 0 ? shortest.multipliedBy(4) : shortest.multipliedBy(10);
    }
}

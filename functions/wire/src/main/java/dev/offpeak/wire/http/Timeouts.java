package dev.offpeak.wire.http;

import java.time.Duration;
import java.util.List;

/// How long each kind of provider call may take, whole.
///
/// @param connect until a connection stands
/// @param call for a small question and its answer
/// @param upload for sending a whole batch
/// @param download for reading a whole result file
public record Timeouts(Duration connect, Duration call, Duration upload, Duration download) {
    /// A function lives for 15 minutes at most, so no download can use more.
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofMinutes(14));

    public Timeouts {
        for (var timeout : List.of(connect, call, upload, download)) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a timeout of " + timeout);
            }
        }
    }
}

package dev.offpeak.core.routing;

import java.time.Duration;

/// The values the rule is read with.
///
/// @param batchFloor a deadline at least this far away goes to a batch
/// @param defaultDeadline for background work that names none
/// @param shortest the nearest deadline background work may ask for
/// @param longest the farthest
public record RoutingPolicy(Duration batchFloor, Duration defaultDeadline, Duration shortest, Duration longest) {
    public static final RoutingPolicy DEFAULT =
            new RoutingPolicy(Duration.ofHours(1), Duration.ofHours(24), Duration.ofMinutes(10), Duration.ofDays(7));

    public RoutingPolicy {
        if (shortest.isNegative() || longest.compareTo(shortest) < 0 || batchFloor.isNegative()) {
            throw new IllegalArgumentException("routing policy is out of order: " + shortest + ", " + longest);
        }
        if (defaultDeadline.compareTo(shortest) < 0 || defaultDeadline.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "default deadline " + defaultDeadline + " is not in " + shortest + ".." + longest);
        }
    }
}

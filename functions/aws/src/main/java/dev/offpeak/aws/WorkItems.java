package dev.offpeak.aws;

import java.time.Duration;

/// What the items of the `work` table have in common.
final class WorkItems {
    static final String ID = "id";
    /// Hash key of the index; an item without it is on nobody's list.
    static final String QUEUE = "queue";
    /// Range key of the index, in text whose order is time order.
    static final String DUE = "due";

    static final String STATE = "state";
    static final String VERSION = "version";
    static final String TTL = "ttl";

    /// How long an item is kept after it was made, once it is finished: the longest deadline, and then as long as the
    /// rows of its jobs.
    static final Duration KEPT = Duration.ofDays(7).plus(JobItems.KEPT);

    private WorkItems() {}
}

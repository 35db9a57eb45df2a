package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.text;
import static dev.offpeak.aws.Attributes.time;

import dev.offpeak.core.deadline.Urgency;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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

    private static final String EARLIEST = "earliest";
    private static final String JOBS = "jobs";

    /// What a bundle or batch written before rows said how pressing they are is taken to have had.
    private static final Duration USUAL = Duration.ofDays(1);

    private WorkItems() {}

    static void addTo(Map<String, AttributeValue> item, Urgency urgency) {
        item.put(EARLIEST, time(urgency.earliest()));
        if (urgency.isOvertaken()) {
            item.put(JOBS, text(urgency.jobs()));
        }
    }

    static Urgency urgency(Row row) {
        return new Urgency(
                row.has(EARLIEST) ? row.time(EARLIEST) : row.time("created").plus(USUAL),
                row.maybeText(JOBS).map(Urgency.Jobs::valueOf).orElse(Urgency.Jobs.HELD));
    }
}

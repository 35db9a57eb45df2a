package dev.offpeak.simulation;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.segment.Segment;
import java.io.InputStream;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values as a trace shows them: which, and in what state, on one line.
final class Told {
    private static final int MOST = 160;

    private Told() {}

    static String of(Object[] arguments) {
        return Stream.of(arguments).map(Told::of).collect(Collectors.joining(", ", "(", ")"));
    }

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case Collection<?> many ->
                many.size() + "[" + many.stream().limit(3).map(Told::of).collect(Collectors.joining(" ")) + "]";
            case Bundle bundle ->
                bundle.id() + " " + bundle.state() + " " + bundle.urgency().jobs() + " v" + bundle.version();
            case Batch batch ->
                batch.id() + " " + clip(batch.state()) + " " + batch.urgency().jobs() + " v" + batch.version();
            case Segment segment ->
                segment.id() + " " + segment.state() + " live " + segment.live().count();
            case JobRow row -> tail(row.id().value()) + " " + of(row.state());
            case Change change -> tail(change.id().value()) + " " + clip(change.event());
            case Settled settled -> settled.ending() + " by " + settled.by();
            case Envelope envelope -> envelope.kind() + " " + tail(envelope.id()) + " no. " + envelope.attempt();
            case InputStream stream -> "a stream";
            case byte[] bytes -> bytes.length + " bytes";
            default -> clip(value);
        };
    }

    /// Job ids begin with the time, so their ends tell them apart.
    private static String tail(String id) {
        return id.length() <= 12 ? id : "…" + id.substring(id.length() - 12);
    }

    private static String clip(Object value) {
        var text = value.toString();
        return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }
}

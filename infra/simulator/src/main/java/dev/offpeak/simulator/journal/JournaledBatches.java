package dev.offpeak.simulator.journal;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.offpeak.simulator.batch.BatchLog;
import dev.offpeak.simulator.batch.BatchPast;
import dev.offpeak.simulator.batch.Inspection;
import dev.offpeak.simulator.batch.Tally;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes down what becomes of batches, and tells of those of earlier processes.
public final class JournaledBatches implements BatchLog {
    private final Journal journal;
    private final Map<String, Entry.BatchInspected> inspected;
    private final Map<String, Entry.BatchCancelled> cancelled;
    private final Map<String, Entry.BatchSettled> settled;

    public JournaledBatches(Journal journal) {
        this.journal = journal;
        this.inspected = byId(journal, Entry.BatchInspected.class, Entry.BatchInspected::id);
        this.cancelled = byId(journal, Entry.BatchCancelled.class, Entry.BatchCancelled::id);
        this.settled = byId(journal, Entry.BatchSettled.class, Entry.BatchSettled::id);
    }

    /// Whether a batch of an earlier process has its results.
    public boolean isSettled(String batch) {
        return settled.containsKey(batch);
    }

    /// Hands out the batches of one provider that nobody deleted, oldest first.
    public void restore(String provider, Consumer<Restored> take) {
        Set<String> deleted = journal.past(Entry.BatchDeleted.class)
                .map(Entry.BatchDeleted::id)
                .collect(toUnmodifiableSet());
        journal.past(Entry.BatchCreated.class)
                .filter(created -> created.provider().equals(provider) && !deleted.contains(created.id()))
                .map(created -> new Restored(created, past(created.id())))
                .forEach(take);
    }

    /// A batch of an earlier process.
    public record Restored(Entry.BatchCreated created, BatchPast past) {}

    @Override
    public void inspected(String batch, Inspection inspection) {
        journal.add(Entry.BatchInspected.of(batch, inspection));
    }

    @Override
    public void cancelled(String batch, Instant at) {
        journal.add(new Entry.BatchCancelled(batch, at));
    }

    @Override
    public void settled(String batch, Tally tally) {
        journal.add(Entry.BatchSettled.of(batch, tally));
    }

    private BatchPast past(String batch) {
        return new BatchPast(
                Optional.ofNullable(inspected.get(batch)).map(Entry.BatchInspected::inspection),
                Optional.ofNullable(cancelled.get(batch)).map(Entry.BatchCancelled::at),
                Optional.ofNullable(settled.get(batch)).map(Entry.BatchSettled::tally));
    }

    // the first fact counts: a cancel that is repeated changes nothing
    private static <E extends Entry> Map<String, E> byId(Journal journal, Class<E> kind, Function<E, String> id) {
        return journal.past(kind).collect(toMap(id, Function.identity(), (first, later) -> first));
    }
}

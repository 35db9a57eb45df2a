package dev.offpeak.simulator.batch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The batches of one provider, each visible to its owner only, newest first.
///
/// @param <T> what the provider keeps about a batch beside its run
public final class BatchShelf<T> {
    private final ConcurrentSkipListMap<Long, Item<T>> items = new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final AtomicLong sequence = new AtomicLong();
    private final InstantSource clock;

    public BatchShelf(InstantSource clock) {
        this.clock = clock;
    }

    public Item<T> add(String owner, BatchRun run, T details) {
        Item<T> item = new Item<>(owner, run, details);
        items.put(sequence.incrementAndGet(), item);
        return item;
    }

    public Optional<Item<T>> find(String owner, String id) {
        Instant now = clock.instant();
        return items.values().stream()
                .filter(item -> item.run().id().equals(id) && item.owner().equals(owner))
                .filter(item -> !now.isBefore(
                        item.run().createdAt().plus(item.run().faults().unreadableFor())))
                .findFirst();
    }

    public List<Item<T>> list(String owner) {
        Instant now = clock.instant();
        return items.values().stream()
                .filter(item -> item.owner().equals(owner))
                .filter(item -> !now.isBefore(item.run().createdAt()))
                .toList();
    }

    public void remove(Item<T> item) {
        items.values().remove(item);
    }

    /// Every batch of every owner, for the admin.
    public Collection<Item<T>> all() {
        return items.values();
    }

    public record Item<T>(String owner, BatchRun run, T details) {}
}

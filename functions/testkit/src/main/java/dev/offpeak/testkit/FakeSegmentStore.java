package dev.offpeak.testkit;

import static java.util.Comparator.comparing;

import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.segment.SegmentTransitions;
import dev.offpeak.core.state.Step;
import dev.offpeak.core.store.Write;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Segment rows in memory.
public final class FakeSegmentStore implements SegmentStore {
    /// @param movedAt when an event last moved it
    private record Entry(Segment segment, Instant movedAt) {}

    private final Map<SegmentId, Entry> entries = new LinkedHashMap<>();
    private final Map<SegmentId, LineSet> withdrawn = new HashMap<>();

    @Override
    public synchronized Write<Segment> commit(Segment segment) {
        var standing = entries.putIfAbsent(segment.id(), new Entry(segment, segment.openedAt()));
        return standing == null ? Write.done() : Write.lost(standing.segment());
    }

    @Override
    public synchronized Optional<Segment> find(SegmentId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::segment);
    }

    @Override
    public synchronized List<Segment> open(int limit) {
        return entries.values().stream()
                .map(Entry::segment)
                .filter(segment -> segment.state() instanceof Segment.State.Open)
                .sorted(comparing(Segment::earliest)
                        .thenComparing(segment -> segment.id().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Segment> claimedBefore(Instant before, int limit) {
        return entries.values().stream()
                .filter(entry -> entry.segment().state() instanceof Segment.State.Claimed)
                .filter(entry -> entry.movedAt().isBefore(before))
                .sorted(comparing(Entry::movedAt))
                .limit(limit)
                .map(Entry::segment)
                .toList();
    }

    @Override
    public synchronized Write<Segment> apply(SegmentId id, SegmentEvent event, Instant now) {
        var entry = entries.get(id);
        if (entry == null) {
            return Write.lost();
        }
        return switch (SegmentTransitions.on(entry.segment().state(), event)) {
            case Step.Moved<Segment.State>(var to) -> {
                entries.put(id, new Entry(entry.segment().with(to), now));
                yield Write.done();
            }
            case Step.Stays<Segment.State> stays -> Write.lost(entry.segment());
        };
    }

    @Override
    public synchronized void withdraw(SegmentId id, Set<Integer> lines) {
        lines.forEach(line -> withdrawn.put(id, withdrawn(id).with(line)));
    }

    @Override
    public synchronized LineSet withdrawn(SegmentId id) {
        return withdrawn.getOrDefault(id, LineSet.none());
    }

    /// Every row, in the order it was committed.
    public synchronized List<Segment> rows() {
        return entries.values().stream().map(Entry::segment).toList();
    }
}

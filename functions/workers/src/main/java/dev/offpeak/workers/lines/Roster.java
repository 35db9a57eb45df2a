package dev.offpeak.workers.lines;

import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Who is in a bundle and where each one's request lies: what tells which rows are missing, whose they are, and what
/// to send again. About 150 bytes a line; the requests themselves stay where they are.
public final class Roster {
    /// From this many lines of one segment on, reading it whole beats a request per line.
    private static final int WORTH_STREAMING = 8;

    private final Map<CustomId, Seat> seats;
    private final List<CustomId> order;
    private final JobIds ids;

    /// @param offset of the line in the segment's object
    private record Seat(Manifest.Entry entry, long offset, int length) {}

    private Roster(Map<CustomId, Seat> seats, JobIds ids) {
        this.seats = seats;
        this.order = List.copyOf(seats.keySet());
        this.ids = ids;
    }

    public static Roster read(ObjectStore objects, Manifest manifest, JobIds ids) throws IOException {
        var seats = new LinkedHashMap<CustomId, Seat>(manifest.count() * 2);
        for (var entry : manifest.entries()) {
            try (var lines =
                    new LineStream(objects.open(entry.object(), entry.offset(), entry.bytes()), entry.offset())) {
                for (int number = 0; lines.next(); number++) {
                    if (entry.live().contains(number)) {
                        var id = RequestLine.customId(lines.buffer(), lines.from(), lines.to());
                        if (id.isEmpty()) {
                            throw new IOException("segment " + entry.segment() + ": line " + (number + 1)
                                    + " has no custom_id of ours");
                        }
                        seats.put(id.get(), new Seat(entry, lines.offset(), lines.length()));
                    }
                }
            }
        }
        return new Roster(seats, ids);
    }

    public boolean contains(CustomId id) {
        return seats.containsKey(id);
    }

    /// In the order they were sent: a provider's line numbers count from 1 here.
    public List<CustomId> order() {
        return order;
    }

    public List<CustomId> without(Set<CustomId> seen) {
        return order.stream().filter(id -> !seen.contains(id)).toList();
    }

    public Optional<TenantId> tenant(CustomId id) {
        var tenants = seat(id).entry().tenants().keySet();
        return tenants.size() == 1
                ? tenants.stream().findFirst()
                : tenants.stream()
                        .filter(tenant -> ids.proves(id.job(), tenant))
                        .findFirst();
    }

    public SegmentId segment(CustomId id) {
        return seat(id).entry().segment();
    }

    /// The nearest deadline among them, as far as their segments know.
    public Instant earliest(List<CustomId> wanted) {
        return wanted.stream()
                .map(id -> seat(id).entry().earliest())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// How many embedding texts they hold at most: that of a single line is not known any more.
    public int inputs(List<CustomId> wanted) {
        return byEntry(wanted).stream()
                .mapToInt(group -> group.entry().inputs())
                .sum();
    }

    /// The line's length without its `\n`.
    public int length(CustomId id) {
        return seat(id).length();
    }

    /// The requests of `wanted` under their next ids, each with its `\n`, by the ids they had.
    Map<CustomId, byte[]> readdressed(ObjectStore objects, List<Verdict.Again> wanted) throws IOException {
        var names = new LinkedHashMap<CustomId, CustomId>(wanted.size() * 2);
        wanted.forEach(again -> names.put(again.id(), again.next()));
        return requests(objects, names);
    }

    /// The request lines of `wanted` as they were sent, each with its `\n`.
    public Map<CustomId, byte[]> requests(ObjectStore objects, List<CustomId> wanted) throws IOException {
        var names = new LinkedHashMap<CustomId, CustomId>(wanted.size() * 2);
        wanted.forEach(id -> names.put(id, id));
        return requests(objects, names);
    }

    private Map<CustomId, byte[]> requests(ObjectStore objects, Map<CustomId, CustomId> names) throws IOException {
        var found = new HashMap<CustomId, byte[]>(names.size() * 2);
        for (var group : byEntry(names.keySet())) {
            if (group.ids().size() < WORTH_STREAMING) {
                for (var id : group.ids()) {
                    var seat = seat(id);
                    var line = objects.read(seat.entry().object(), seat.offset(), seat.length());
                    found.put(id, RequestLine.readdress(line, 0, line.length, id, name(names, id)));
                }
            } else {
                stream(objects, group, names, found);
            }
        }
        return found;
    }

    /// From the first that is wanted to the last: lines of one chunk lie together.
    private void stream(ObjectStore objects, Group group, Map<CustomId, CustomId> names, Map<CustomId, byte[]> found)
            throws IOException {
        var wanted = Set.copyOf(group.ids());
        var seats = group.ids().stream().map(this::seat).toList();
        long from = seats.stream().mapToLong(Seat::offset).min().orElseThrow();
        long to = seats.stream()
                .mapToLong(seat -> seat.offset() + seat.length() + 1)
                .max()
                .orElseThrow();
        try (var lines = new LineStream(objects.open(group.entry().object(), from, to - from), 0)) {
            while (lines.next()) {
                var id = RequestLine.customId(lines.buffer(), lines.from(), lines.to());
                if (id.isPresent() && wanted.contains(id.get())) {
                    var old = id.get();
                    found.put(
                            old,
                            RequestLine.readdress(lines.buffer(), lines.from(), lines.to(), old, name(names, old)));
                }
            }
        }
    }

    private record Group(Manifest.Entry entry, List<CustomId> ids) {}

    /// In the order of the first of each, so that the same lines are always read in the same order.
    private List<Group> byEntry(Collection<CustomId> wanted) {
        var groups = new IdentityHashMap<Manifest.Entry, Group>();
        var order = new ArrayList<Group>();
        for (var id : wanted) {
            groups.computeIfAbsent(seat(id).entry(), entry -> {
                        order.add(new Group(entry, new ArrayList<>()));
                        return order.getLast();
                    })
                    .ids()
                    .add(id);
        }
        return order;
    }

    private Seat seat(CustomId id) {
        var seat = seats.get(id);
        if (seat == null) {
            throw new IllegalArgumentException(id + " is not in this bundle");
        }
        return seat;
    }

    private static CustomId name(Map<CustomId, CustomId> names, CustomId old) {
        return Objects.requireNonNull(names.get(old));
    }
}

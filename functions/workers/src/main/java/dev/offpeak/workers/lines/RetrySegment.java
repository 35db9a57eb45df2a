package dev.offpeak.workers.lines;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.deadline.Backoff;
import dev.offpeak.core.id.Base32;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.segment.DeadlineBand;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The lines of one chunk that are to be tried again, as a segment whose name follows from the chunk: doing it twice
/// makes one segment.
final class RetrySegment {
    /// Before the bundler may take it; it then waits for company like any other.
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(15));

    /// What a backoff may take of the time that is left, at most one part in so many.
    private static final int SHARE = 8;

    private final SegmentStore segments;
    private final ObjectStore objects;

    RetrySegment(SegmentStore segments, ObjectStore objects) {
        this.segments = segments;
        this.objects = objects;
    }

    /// @param lines what each is called in the batch that did not answer it
    /// @param texts each under its next name, with its `\n`
    record Laid(SegmentId id, String object, List<CustomId> lines, Map<CustomId, byte[]> texts) {
        Laid {
            lines = List.copyOf(lines);
        }

        byte[] text(CustomId id) {
            return Objects.requireNonNull(texts.get(id), () -> id + " is not in " + object);
        }

        long bytes() {
            return texts.values().stream().mapToLong(text -> text.length).sum();
        }
    }

    Laid lay(Batch batch, String chunk, List<Verdict.Again> again, Roster roster) throws IOException {
        var name = name(batch.id() + "#" + chunk);
        var laid = new Laid(
                new SegmentId("seg_" + name),
                "segments/retry/" + batch.id() + "/" + name,
                again.stream().map(Verdict.Again::id).toList(),
                again.isEmpty() ? Map.of() : roster.readdressed(objects, again));
        if (!again.isEmpty()) {
            var out = new ByteArrayOutputStream();
            laid.lines().forEach(id -> out.writeBytes(laid.text(id)));
            objects.putIfAbsent(laid.object(), out.toByteArray());
        }
        return laid;
    }

    /// The lines the segment holds already; none before it is committed.
    LineSet committed(Laid laid) {
        return segments.find(laid.id()).map(Segment::live).orElse(LineSet.none());
    }

    /// @param live the lines whose jobs name this segment now
    void commit(Batch batch, Laid laid, BitSet live, Roster roster, Instant now) throws IOException {
        if (live.isEmpty()) {
            return;
        }
        var lines = live.stream().mapToObj(laid.lines()::get).toList();
        var tenants = new HashMap<TenantId, Integer>();
        lines.forEach(id -> roster.tenant(id).ifPresent(tenant -> tenants.merge(tenant, 1, Integer::sum)));
        var earliest = roster.earliest(lines);
        var left = Duration.between(now, earliest);
        var segment = new Segment(
                laid.id(),
                batch.key().within(DeadlineBand.of(left)),
                new Segment.Content(laid.object(), 0, laid.bytes(), laid.lines().size(), roster.inputs(lines)),
                LineSet.of(live),
                tenants,
                now.plus(pause(lines, laid.id(), left)),
                earliest,
                new Segment.State.Open());
        if (segments.commit(segment) instanceof Write.NotDone<Segment>(var why)) {
            throw new IOException("retry segment " + laid.id() + " was not committed: " + why);
        }
    }

    private static Duration pause(List<CustomId> lines, SegmentId id, Duration left) {
        int failures = lines.stream().mapToInt(CustomId::attempt).max().orElse(1);
        var pause = BACKOFF.pause(failures, chance(id));
        var share = left.dividedBy(SHARE);
        return pause.compareTo(share) < 0 ? pause : share.isNegative() ? Duration.ZERO : share;
    }

    /// From the name, so that a chunk that is settled twice waits as long.
    private static double chance(SegmentId id) {
        return Math.floorMod(id.value().hashCode(), 1_000) / 1_000.0;
    }

    /// Shorter than the names intake gives, so that no time is read from it: see [SegmentId#openedAt()].
    private static String name(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base32.encode(Arrays.copyOf(hash, 14));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.offpeak.workers.lines;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.id.Base32;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;

/// The lines of one chunk that are to be tried again, as a segment whose name follows from the chunk: doing it twice
/// makes one segment.
final class RetrySegment {
    private final SegmentStore segments;
    private final ObjectStore objects;

    RetrySegment(SegmentStore segments, ObjectStore objects) {
        this.segments = segments;
        this.objects = objects;
    }

    record Laid(SegmentId id, String object, long bytes, List<CustomId> lines) {
        Laid {
            lines = List.copyOf(lines);
        }
    }

    Laid lay(Batch batch, String chunk, List<Verdict.Again> again, Roster roster) throws IOException {
        var name = name(batch.id() + "#" + chunk);
        var object = "segments/retry/" + batch.id() + "/" + name;
        if (again.isEmpty()) {
            return new Laid(new SegmentId("seg_" + name), object, 0, List.of());
        }
        var out = new ByteArrayOutputStream();
        roster.readdressed(objects, again).forEach(out::writeBytes);
        objects.putIfAbsent(object, out.toByteArray());
        return new Laid(
                new SegmentId("seg_" + name),
                object,
                out.size(),
                again.stream().map(Verdict.Again::id).toList());
    }

    /// @param live the lines whose jobs name this segment now
    void commit(Batch batch, Laid laid, BitSet live, Roster roster, Instant now) throws IOException {
        if (live.isEmpty()) {
            return;
        }
        var tenants = new HashMap<TenantId, Integer>();
        live.stream()
                .mapToObj(laid.lines()::get)
                .forEach(id -> roster.tenant(id).ifPresent(tenant -> tenants.merge(tenant, 1, Integer::sum)));
        var segment = new Segment(
                laid.id(),
                batch.key(),
                new Segment.Content(laid.object(), 0, laid.bytes(), laid.lines().size(), roster.inputs(laid.lines())),
                LineSet.of(live),
                tenants,
                now,
                roster.earliest(laid.lines()),
                new Segment.State.Open());
        if (segments.commit(segment) instanceof Write.NotDone<Segment>(var why)) {
            throw new IOException("retry segment " + laid.id() + " was not committed: " + why);
        }
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

package dev.offpeak.workers.bundler;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.lines.Manifests;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Gives back segments that were claimed for a bundle that does not hold them: its bundler died before the seal, or
/// it failed.
public final class ReleaseStrays {
    private static final Logger LOG = System.getLogger(ReleaseStrays.class.getName());
    private static final Duration OLD = ClaimSegments.LEASE.plusMinutes(1);

    /// Segments of batches under way stand before the strays, oldest claim first; the window has to reach past them.
    private static final int WINDOW = 20_000;

    private final SegmentStore segments;
    private final BundleStore bundles;
    private final ObjectStore objects;

    public ReleaseStrays(SegmentStore segments, BundleStore bundles, ObjectStore objects) {
        this.segments = segments;
        this.bundles = bundles;
        this.objects = objects;
    }

    int release(Instant now) {
        int released = 0;
        Map<BundleId, Optional<Set<SegmentId>>> held = new HashMap<>();
        for (var segment : segments.claimedBefore(now.minus(OLD), WINDOW)) {
            if (segment.state() instanceof Segment.State.Claimed(var bundle)) {
                var holding = held.computeIfAbsent(bundle, this::holding);
                if (holding.isPresent() && !holding.get().contains(segment.id())) {
                    released += segments.apply(segment.id(), new SegmentEvent.Release(bundle), now)
                                    .isDone()
                            ? 1
                            : 0;
                }
            }
        }
        return released;
    }

    /// The segments a bundle holds; empty while that is not yet decided or cannot be read.
    private Optional<Set<SegmentId>> holding(BundleId id) {
        var state = bundles.find(id).map(Bundle::state);
        if (state.isEmpty()) {
            return Optional.of(Set.of());
        }
        return switch (state.get()) {
            case BundleState.Claiming claiming -> Optional.empty();
            case BundleState.Failed failed -> Optional.of(Set.of());
            case BundleState.Sealed(var manifest) -> listed(manifest);
            case BundleState.Uploaded uploaded -> listed(uploaded.manifest());
            case BundleState.Submitting submitting -> listed(submitting.manifest());
            case BundleState.Reconcile reconcile -> listed(reconcile.manifest());
            case BundleState.Fenced fenced -> listed(fenced.manifest());
            case BundleState.Submitted submitted -> listed(submitted.manifest());
            case BundleState.Done done -> listed(done.manifest());
        };
    }

    private Optional<Set<SegmentId>> listed(String manifest) {
        try {
            return Optional.of(Manifests.read(objects, manifest).entries().stream()
                    .map(Manifest.Entry::segment)
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "manifest {0} cannot be read: {1}", manifest, e.getMessage());
            return Optional.empty();
        }
    }
}

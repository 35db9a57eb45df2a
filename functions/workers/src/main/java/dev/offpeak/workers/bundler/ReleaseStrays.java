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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Gives back segments that were claimed for a bundle that does not hold them: its bundler died before the seal, or
/// it failed.
public final class ReleaseStrays {
    private static final Logger LOG = System.getLogger(ReleaseStrays.class.getName());
    private static final Duration OLD = ClaimSegments.LEASE.plusMinutes(1);

    /// Segments of batches under way stand before the strays, oldest claim first; the window has to reach past them.
    private static final int WINDOW = 20_000;

    /// A batch runs for hours, and to compare its claims costs a read of its bundle's row and of its manifest.
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Set<BundleId> clean = new HashSet<>();
    private Instant cleanSince = Instant.EPOCH;
    private final SegmentStore segments;
    private final BundleStore bundles;
    private final ObjectStore objects;

    public ReleaseStrays(SegmentStore segments, BundleStore bundles, ObjectStore objects) {
        this.segments = segments;
        this.bundles = bundles;
        this.objects = objects;
    }

    int release(Instant now) {
        if (now.isAfter(cleanSince.plus(REMEMBERED))) {
            clean.clear();
            cleanSince = now;
        }
        int released = 0;
        Map<BundleId, Holding> held = new HashMap<>();
        for (var segment : segments.claimedBefore(now.minus(OLD), WINDOW)) {
            if (segment.state() instanceof Segment.State.Claimed(var bundle) && !clean.contains(bundle)) {
                var holding = held.computeIfAbsent(bundle, this::holding);
                if (holding.isKnown() && !holding.segments().contains(segment.id())) {
                    // looked at again in the next run, whether or not this is done
                    holding.strays().add(segment.id());
                    released += segments.apply(segment.id(), new SegmentEvent.Release(bundle), now)
                                    .isDone()
                            ? 1
                            : 0;
                }
            }
        }
        held.forEach((bundle, holding) -> {
            if (holding.isLasting() && holding.strays().isEmpty()) {
                clean.add(bundle);
            }
        });
        return released;
    }

    /// @param isLasting whether the bundle will hold them for long
    /// @param strays segments claimed for it that it does not hold
    private record Holding(boolean isKnown, boolean isLasting, Set<SegmentId> segments, Set<SegmentId> strays) {
        static final Holding UNDECIDED = new Holding(false, false, Set.of(), Set.of());

        static Holding nothing() {
            return new Holding(true, false, Set.of(), new HashSet<>());
        }
    }

    private Holding holding(BundleId id) {
        var state = bundles.find(id).map(Bundle::state);
        if (state.isEmpty()) {
            return Holding.nothing();
        }
        return switch (state.get()) {
            case BundleState.Claiming claiming -> Holding.UNDECIDED;
            case BundleState.Failed failed -> Holding.nothing();
            case BundleState.Sealed(var manifest) -> listed(manifest, false);
            case BundleState.Uploaded uploaded -> listed(uploaded.manifest(), false);
            case BundleState.Submitting submitting -> listed(submitting.manifest(), false);
            case BundleState.Reconcile reconcile -> listed(reconcile.manifest(), false);
            case BundleState.Fenced fenced -> listed(fenced.manifest(), false);
            case BundleState.Submitted submitted -> listed(submitted.manifest(), true);
            case BundleState.Done done -> listed(done.manifest(), true);
        };
    }

    private Holding listed(String manifest, boolean lasting) {
        try {
            var segments = Manifests.read(objects, manifest).entries().stream()
                    .map(Manifest.Entry::segment)
                    .collect(Collectors.toUnmodifiableSet());
            return new Holding(true, lasting, segments, new HashSet<>());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "manifest {0} cannot be read: {1}", manifest, e.getMessage());
            return Holding.UNDECIDED;
        }
    }
}

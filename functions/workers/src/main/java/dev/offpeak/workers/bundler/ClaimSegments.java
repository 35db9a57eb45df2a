package dev.offpeak.workers.bundler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.id.Base32;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.wire.parallel.AtOnce;
import dev.offpeak.workers.bundles.Bundles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes a plan a sealed bundle: claims its segments, leaves out withdrawn lines, writes the manifest that says what
/// the bundle consists of from here on.
public final class ClaimSegments {
    private static final Logger LOG = System.getLogger(ClaimSegments.class.getName());

    /// How long a bundler may take from the first claim to the seal before another may abandon its bundle.
    static final Duration LEASE = Duration.ofMinutes(6);

    /// Claims under way at once: a full batch is hundreds of segments, each a round trip.
    private static final int WIDTH = 16;

    private final SegmentStore segments;
    private final ObjectStore objects;
    private final Bundles bundles;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final AtOnce claims;

    public ClaimSegments(
            SegmentStore segments,
            BundleStore bundles,
            ObjectStore objects,
            RandomGenerator random,
            InstantSource clock) {
        this(segments, bundles, objects, random, clock, WIDTH);
    }

    /// @param width claims under way at once; one alone is made in place, without a thread
    public ClaimSegments(
            SegmentStore segments,
            BundleStore bundles,
            ObjectStore objects,
            RandomGenerator random,
            InstantSource clock,
            int width) {
        this.segments = segments;
        this.objects = objects;
        this.bundles = new Bundles(bundles);
        this.random = random;
        this.clock = clock;
        this.claims = new AtOnce(width);
    }

    /// Empty when nothing was left to claim, or somebody else was faster.
    public Optional<Bundle> seal(Packer.Plan plan) {
        var now = clock.instant();
        var id = new BundleId("bundle_" + unique());
        var fence = unique();
        var claiming = new Bundle(
                id,
                plan.key(),
                plan.lines(),
                now,
                plan.urgency(),
                new BundleState.Claiming(fence, now.plus(LEASE)),
                now.plus(LEASE),
                1);
        if (!bundles.create(claiming)) {
            return Optional.empty();
        }
        var manifest = new Manifest(claim(plan.segments(), id).stream()
                .map(this::entry)
                .filter(entry -> !isSpent(entry, id))
                .toList());
        if (manifest.entries().isEmpty()) {
            bundles.move(claiming, new BundleEvent.Abandon("no segment was left to claim"), now);
            return Optional.empty();
        }
        var key = "manifests/" + id + "/" + fence;
        try {
            objects.putIfAbsent(key, manifest.text().getBytes(UTF_8));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "bundle {0} was not sealed: {1}", id, e.getMessage());
            return Optional.empty();
        }
        return bundles.move(claiming, new BundleEvent.Seal(key), clock.instant().plus(LEASE));
    }

    private List<Segment> claim(List<Segment> wanted, BundleId bundle) {
        return claims.map(wanted, segment -> claim(segment, bundle)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Segment> claim(Segment segment, BundleId bundle) {
        var write = segments.apply(segment.id(), new SegmentEvent.Claim(bundle), clock.instant());
        return write.isDone() ? Optional.of(segment) : Optional.empty();
    }

    /// A segment of which every line was withdrawn is done with: given back, it would be claimed again for ever.
    private boolean isSpent(Manifest.Entry entry, BundleId bundle) {
        if (entry.live().count() > 0) {
            return false;
        }
        segments.apply(entry.segment(), new SegmentEvent.Finish(bundle), clock.instant());
        return true;
    }

    private Manifest.Entry entry(Segment segment) {
        var content = segment.content();
        return new Manifest.Entry(
                segment.id(),
                content.object(),
                content.offset(),
                content.bytes(),
                content.lines(),
                content.inputs(),
                segment.live().without(segments.withdrawn(segment.id())),
                segment.earliest(),
                segment.tenants());
    }

    private String unique() {
        var bytes = new byte[15];
        random.nextBytes(bytes);
        return Base32.encode(bytes);
    }
}

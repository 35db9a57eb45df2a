package dev.offpeak.core.bundle;

import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.deadline.Lateness.Due;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.provider.BatchLimits;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// Packs open segments into bundles. Pure: the same segments and the same minute give the same plan.
///
/// Tenants take turns, each with its most pressing segment, and every segment goes into the first bundle with room
/// (first fit): a tenant's million jobs do not stand before another's ten. A bundle is ready when it is full, when its
/// oldest segment has waited for `linger`, or sooner as the deadline nears. Segments for which a batch would come too
/// late make bundles of their own.
public final class Packer {
    /// A bundle is worth closing at this share of any limit: waiting for the last per cent only delays the rest.
    private static final double FULL = 0.9;

    /// A segment never waits longer than this share of the time it had when it was opened.
    private static final int SHARE = 8;

    private static final Comparator<Segment> BY_DEADLINE = Comparator.comparing(Segment::earliest)
            .thenComparing(segment -> segment.id().value());

    private final Function<BundleKey, BatchLimits> limits;
    private final Function<BundleKey, Lateness> lateness;
    private final Duration linger;

    public Packer(Function<BundleKey, BatchLimits> limits, Function<BundleKey, Lateness> lateness, Duration linger) {
        this.limits = limits;
        this.lateness = lateness;
        this.linger = linger;
    }

    /// The segments of one bundle-to-be, all of `key`.
    ///
    /// @param late whether a batch would come too late for them: the bundle is there to have their jobs hurried
    public record Plan(BundleKey key, List<Segment> segments, boolean late) {
        public Plan {
            segments = List.copyOf(segments);
        }

        public int lines() {
            return segments.stream().mapToInt(segment -> segment.live().count()).sum();
        }

        public Urgency urgency() {
            var earliest = segments.stream()
                    .map(Segment::earliest)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            return new Urgency(earliest, late ? Urgency.Jobs.LEAVING : Urgency.Jobs.HELD);
        }
    }

    /// The bundles to make now, the most urgent first. Segments that are not in any are to be offered again.
    public List<Plan> plan(List<Segment> open, Instant now) {
        var byKey = new LinkedHashMap<BundleKey, List<Segment>>();
        for (var segment : open) {
            byKey.computeIfAbsent(segment.key(), key -> new ArrayList<>()).add(segment);
        }
        var plans = new ArrayList<Plan>();
        byKey.forEach((key, segments) -> plans.addAll(plan(key, segments, now)));
        plans.sort(Comparator.comparing(plan -> plan.segments().getFirst(), BY_DEADLINE));
        return plans;
    }

    private List<Plan> plan(BundleKey key, List<Segment> segments, Instant now) {
        var late = segments.stream()
                .filter(segment -> isLate(segment, now))
                .sorted(BY_DEADLINE)
                .toList();
        var waiting = Turns.of(segments.stream()
                .filter(segment -> !isLate(segment, now) && !segment.openedAt().isAfter(now))
                .sorted(BY_DEADLINE)
                .toList());
        var plans = new ArrayList<Plan>();
        bins(key, late).forEach(bin -> plans.add(new Plan(key, bin.segments, true)));
        bins(key, waiting).stream()
                .filter(bin -> bin.isFull() || bin.segments.stream().anyMatch(segment -> isRipe(segment, now)))
                .forEach(bin -> plans.add(new Plan(key, bin.segments, false)));
        return plans;
    }

    private List<Bin> bins(BundleKey key, List<Segment> segments) {
        var limit = limits.apply(key);
        var bins = new ArrayList<Bin>();
        segments.forEach(segment -> bins.stream()
                .filter(bin -> bin.takes(segment))
                .findFirst()
                .orElseGet(() -> open(bins, limit))
                .add(segment));
        return bins;
    }

    private boolean isLate(Segment segment, Instant now) {
        return lateness.apply(segment.key())
                .isHopeless(
                        new Due(
                                segment.key().onLate(),
                                segment.earliest(),
                                segment.openedAt(),
                                segment.live().count()),
                        now);
    }

    private boolean isRipe(Segment segment, Instant now) {
        var share = Duration.between(segment.openedAt(), segment.earliest()).dividedBy(SHARE);
        var wait = share.compareTo(linger) < 0 ? share : linger;
        return !now.isBefore(segment.openedAt().plus(wait));
    }

    private static Bin open(List<Bin> bins, BatchLimits limit) {
        var bin = new Bin(limit);
        bins.add(bin);
        return bin;
    }

    private static final class Bin {
        private final BatchLimits limit;
        private final List<Segment> segments = new ArrayList<>();
        private long lines;
        private long bytes;
        private long inputs;

        Bin(BatchLimits limit) {
            this.limit = limit;
        }

        boolean takes(Segment segment) {
            return limit.hold(
                    lines + segment.live().count(),
                    bytes + segment.content().bytes(),
                    inputs + segment.content().inputs());
        }

        void add(Segment segment) {
            segments.add(segment);
            lines += segment.live().count();
            bytes += segment.content().bytes();
            inputs += segment.content().inputs();
        }

        boolean isFull() {
            return lines >= limit.requests() * FULL
                    || bytes + limit.envelope() >= limit.bytes() * FULL
                    || inputs >= limit.inputs() * FULL;
        }
    }
}

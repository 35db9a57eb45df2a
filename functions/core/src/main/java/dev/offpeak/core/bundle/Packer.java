package dev.offpeak.core.bundle;

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
/// Segments are taken by deadline and put into the first bundle with room (first fit). A bundle is ready when it is
/// full, when its oldest segment has waited for `linger`, or sooner as the deadline nears.
public final class Packer {
    /// A bundle is worth closing at this share of any limit: waiting for the last per cent only delays the rest.
    private static final double FULL = 0.9;

    /// A segment never waits longer than this share of the time it had when it was opened.
    private static final int SHARE = 8;

    private static final Comparator<Segment> BY_DEADLINE = Comparator.comparing(Segment::earliest)
            .thenComparing(segment -> segment.id().value());

    private final Function<BundleKey, BatchLimits> limits;
    private final Duration linger;

    public Packer(Function<BundleKey, BatchLimits> limits, Duration linger) {
        this.limits = limits;
        this.linger = linger;
    }

    /// The segments of one bundle-to-be, all of `key`.
    public record Plan(BundleKey key, List<Segment> segments) {
        public Plan {
            segments = List.copyOf(segments);
        }

        public int lines() {
            return segments.stream().mapToInt(segment -> segment.live().count()).sum();
        }

        public Urgency urgency() {
            return Urgency.by(segments.stream()
                    .map(Segment::earliest)
                    .min(Comparator.naturalOrder())
                    .orElseThrow());
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
        var limit = limits.apply(key);
        var bins = new ArrayList<Bin>();
        segments.stream()
                .sorted(BY_DEADLINE)
                .forEach(segment -> bins.stream()
                        .filter(bin -> bin.takes(segment))
                        .findFirst()
                        .orElseGet(() -> open(bins, limit))
                        .add(segment));
        return bins.stream()
                .filter(bin -> bin.isFull() || bin.segments.stream().anyMatch(segment -> isRipe(segment, now)))
                .map(bin -> new Plan(key, bin.segments))
                .toList();
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

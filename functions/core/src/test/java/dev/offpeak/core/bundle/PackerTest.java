package dev.offpeak.core.bundle;

import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.KEY;
import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Samples;
import dev.offpeak.core.Seeds;
import dev.offpeak.core.bundle.Packer.Plan;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.BatchLimits;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.DeadlineBand;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PackerTest {
    private static final Function<BundleKey, Lateness> LATENESS = key -> new Lateness(500);
    private static final int RUNS = 500;
    private static final Duration LINGER = Duration.ofMinutes(15);
    private static final List<BundleKey> KEYS = List.of(KEY, key("gpt-4o"), key("o4-mini"));

    /// Limits and open segments as a seed makes them; every segment fits into an empty bundle.
    private record Case(BatchLimits limits, List<Segment> open) {
        static Case of(Seeds seeds) {
            var limits = new BatchLimits(
                    seeds.between(5, 60),
                    seeds.between(1_000, 9_000),
                    seeds.oneOf(List.of(seeds.between(20, 200), Integer.MAX_VALUE)),
                    seeds.between(0, 200));
            var number = new int[1];
            return new Case(limits, seeds.list(0, 40, () -> someSegment(seeds, limits, number[0]++)));
        }

        List<Plan> plan() {
            return plan(open);
        }

        List<Plan> plan(List<Segment> segments) {
            return new Packer(key -> limits, LATENESS, LINGER).plan(segments, NOW);
        }
    }

    @Test
    void nothing_is_planned_twice_and_nothing_is_made_up() {
        Seeds.each(RUNS, seeds -> {
            var some = Case.of(seeds);
            assertThat(segments(some.plan())).doesNotHaveDuplicates().isSubsetOf(some.open());
        });
    }

    @Test
    void what_is_left_out_leaves_once_it_has_waited() {
        Seeds.each(RUNS, seeds -> {
            var some = Case.of(seeds);
            var left = new HashSet<>(some.open());
            left.removeAll(segments(some.plan()));
            var later = new Packer(key -> some.limits(), LATENESS, LINGER).plan(List.copyOf(left), NOW.plus(LINGER));
            assertThat(segments(later)).containsExactlyInAnyOrderElementsOf(left);
        });
    }

    @Test
    void every_bundle_stays_within_every_limit_of_its_provider() {
        Seeds.each(RUNS, seeds -> {
            var some = Case.of(seeds);
            for (var plan : some.plan()) {
                assertThat(lines(plan)).isLessThanOrEqualTo(some.limits().requests());
                assertThat(bytes(plan) + some.limits().envelope())
                        .isLessThanOrEqualTo(some.limits().bytes());
                assertThat(inputs(plan)).isLessThanOrEqualTo(some.limits().inputs());
            }
        });
    }

    @Test
    void a_bundle_holds_one_key_and_is_never_empty() {
        Seeds.each(RUNS, seeds -> {
            for (var plan : Case.of(seeds).plan()) {
                assertThat(plan.segments())
                        .isNotEmpty()
                        .extracting(Segment::key)
                        .containsOnly(plan.key());
            }
        });
    }

    @Test
    void whoever_has_waited_long_enough_leaves() {
        Seeds.each(RUNS, seeds -> {
            var some = Case.of(seeds);
            assertThat(segments(some.plan()))
                    .containsAll(some.open().stream().filter(PackerTest::isRipe).toList());
        });
    }

    @Test
    void a_bundle_leaves_only_when_full_or_holding_somebody_who_waited() {
        Seeds.each(RUNS, seeds -> {
            var some = Case.of(seeds);
            for (var plan : some.plan()) {
                assertThat(isFull(plan, some.limits())
                                || plan.segments().stream().anyMatch(PackerTest::isRipe))
                        .isTrue();
            }
        });
    }

    @Test
    void the_order_of_the_input_does_not_matter() {
        Seeds.each(RUNS, seeds -> {
            var some = Case.of(seeds);
            var shuffled = new ArrayList<>(some.open());
            Collections.shuffle(shuffled, seeds.random());
            assertThat(some.plan(shuffled)).isEqualTo(some.plan());
        });
    }

    @Test
    void the_most_urgent_bundle_comes_first() {
        Seeds.each(RUNS, seeds -> {
            var firsts = Case.of(seeds).plan().stream()
                    .map(plan -> plan.segments().getFirst().earliest())
                    .toList();
            assertThat(firsts).isSorted();
        });
    }

    @Test
    void a_bundle_leaves_at_once_when_it_reaches_nine_tenths_of_any_limit() {
        var limits = new BatchLimits(100, 10_000, 1_000, 100);
        assertThat(planned(limits, fresh("a", 90, 50, 0))).hasSize(1);
        assertThat(planned(limits, fresh("a", 89, 50, 0))).isEmpty();
        assertThat(planned(limits, fresh("a", 1, 8_900, 0))).hasSize(1);
        assertThat(planned(limits, fresh("a", 1, 8_899, 0))).isEmpty();
        assertThat(planned(limits, fresh("a", 1, 50, 900))).hasSize(1);
        assertThat(planned(limits, fresh("a", 1, 50, 899))).isEmpty();
        assertThat(planned(limits, fresh("a", 45, 50, 0), fresh("b", 45, 50, 0)))
                .containsExactly(new Plan(KEY, List.of(fresh("a", 45, 50, 0), fresh("b", 45, 50, 0)), false));
    }

    @Test
    void a_segment_leaves_exactly_when_it_has_lingered() {
        var relaxed = opened("a", LINGER, Duration.ofHours(24));
        var young = opened("a", LINGER.minusNanos(1), Duration.ofHours(24));
        assertThat(planned(wide(), relaxed)).hasSize(1);
        assertThat(planned(wide(), young)).isEmpty();
    }

    @Test
    void a_hurried_segment_waits_an_eighth_of_its_time_at_most() {
        assertThat(planned(wide(), opened("a", Duration.ofMinutes(10), Duration.ofMinutes(80))))
                .hasSize(1);
        assertThat(planned(wide(), opened("a", Duration.ofMinutes(10).minusNanos(1), Duration.ofMinutes(80))))
                .isEmpty();
        assertThat(planned(wide(), opened("a", Duration.ZERO, Duration.ofMinutes(-5))))
                .as("its deadline had passed when it was opened")
                .hasSize(1);
    }

    @Test
    void a_waiting_segment_takes_the_young_ones_of_its_key_along() {
        var old = opened("a", LINGER, Duration.ofHours(24));
        var young = opened("b", Duration.ZERO, Duration.ofHours(24));
        assertThat(segments(planned(wide(), young, old))).containsExactlyInAnyOrder(old, young);
    }

    @Test
    void an_oversized_segment_travels_alone_so_that_its_refusal_sinks_nobody_else() {
        var limits = new BatchLimits(10, 10_000, 100, 0);
        var huge = fresh("a", 11, 50, 0);
        var small = opened("b", LINGER, Duration.ofHours(24));
        assertThat(planned(limits, huge, small))
                .containsExactlyInAnyOrder(new Plan(KEY, List.of(huge), false), new Plan(KEY, List.of(small), false));
    }

    @Test
    void segments_for_which_a_batch_comes_too_late_make_bundles_of_their_own_at_once() {
        var late = opened("a", Duration.ofMinutes(90), Duration.ofHours(1).plusMinutes(40));
        var relaxed = opened("b", LINGER, Duration.ofHours(24));
        assertThat(planned(wide(), relaxed, late))
                .containsExactly(new Plan(KEY, List.of(late), true), new Plan(KEY, List.of(relaxed), false));
        assertThat(new Plan(KEY, List.of(late), true).urgency())
                .isEqualTo(new Urgency(late.earliest(), Urgency.Jobs.LEAVING));
        assertThat(new Plan(KEY, List.of(relaxed, late), false).urgency()).isEqualTo(Urgency.by(late.earliest()));
    }

    @Test
    void a_segment_that_is_to_open_later_waits_whatever_else_leaves() {
        var retry = opened("a", Duration.ofMinutes(-1), Duration.ofHours(20));
        var ripe = opened("b", LINGER, Duration.ofHours(24));
        assertThat(segments(planned(wide(), retry, ripe))).containsExactly(ripe);
    }

    @Test
    void a_tenants_thousand_segments_do_not_stand_before_anothers_one() {
        var limits = new BatchLimits(100, 1_000_000, Integer.MAX_VALUE, 0);
        var segments = new ArrayList<Segment>();
        for (int i = 0; i < 1_000; i++) {
            segments.add(of(new TenantId("whale"), "w%03d".formatted(i), Duration.ofHours(20)));
        }
        var minnow = of(new TenantId("minnow"), "m", Duration.ofHours(23));
        segments.add(minnow);
        var plans = new Packer(key -> limits, LATENESS, LINGER).plan(segments, NOW);
        assertThat(plans).hasSizeGreaterThan(90);
        assertThat(plans.getFirst().segments()).contains(minnow);
    }

    private static Segment of(TenantId tenant, String name, Duration given) {
        return new Segment(
                new SegmentId("seg_" + name),
                KEY,
                new Segment.Content("segments/" + name, 0, 500, 10, 0),
                LineSet.all(10),
                Map.of(tenant, 10),
                NOW.minus(LINGER),
                NOW.plus(given),
                new Segment.State.Open());
    }

    @Test
    void no_segments_make_no_bundles() {
        assertThat(planned(wide())).isEmpty();
    }

    private static List<Plan> planned(BatchLimits limits, Segment... open) {
        return new Packer(key -> limits, LATENESS, LINGER).plan(List.of(open), NOW);
    }

    private static BatchLimits wide() {
        return new BatchLimits(50_000, 200_000_000, Integer.MAX_VALUE, 0);
    }

    private static Segment fresh(String name, int lines, long bytes, int inputs) {
        return segment(name, KEY, lines, bytes, inputs, Duration.ZERO, Duration.ofHours(24));
    }

    private static Segment opened(String name, Duration ago, Duration given) {
        return segment(name, KEY, 1, 100, 0, ago, given);
    }

    private static Segment someSegment(Seeds seeds, BatchLimits limits, int number) {
        return segment(
                Integer.toString(number),
                seeds.oneOf(KEYS),
                seeds.between(1, seeds.oneOf(List.of(5, limits.requests()))),
                seeds.between(1, seeds.oneOf(List.of(300, (int) limits.bytes() - limits.envelope()))),
                seeds.between(0, Math.min(limits.inputs(), 20)),
                Duration.ofSeconds(seeds.between(0, seeds.oneOf(List.of(60, 2_000)))),
                Duration.ofMinutes(seeds.between(10, seeds.oneOf(List.of(60, 3_000)))));
    }

    private static Segment segment(
            String name, BundleKey key, int lines, long bytes, int inputs, Duration ago, Duration given) {
        var openedAt = NOW.minus(ago);
        return new Segment(
                new SegmentId("seg_" + name),
                key,
                new Segment.Content("segments/" + name, 0, bytes, lines + 2, inputs),
                LineSet.all(lines),
                Map.of(ACME, lines),
                openedAt,
                openedAt.plus(given),
                new Segment.State.Open());
    }

    private static BundleKey key(String model) {
        return new BundleKey(
                "default", DeadlineBand.H24, OnLate.EXPRESS, Samples.OPENAI, Samples.CHAT, Headers.NONE, model);
    }

    private static List<Segment> segments(List<Plan> plans) {
        return plans.stream().map(Plan::segments).flatMap(Collection::stream).toList();
    }

    private static boolean isRipe(Segment segment) {
        var waited = Duration.between(segment.openedAt(), NOW);
        var given = Duration.between(segment.openedAt(), segment.earliest());
        return waited.compareTo(LINGER) >= 0 || waited.multipliedBy(8).compareTo(given) >= 0;
    }

    private static boolean isFull(Plan plan, BatchLimits limits) {
        return lines(plan) * 10 >= limits.requests() * 9L
                || (bytes(plan) + limits.envelope()) * 10 >= limits.bytes() * 9
                || inputs(plan) * 10 >= limits.inputs() * 9L;
    }

    private static long lines(Plan plan) {
        return plan.segments().stream()
                .mapToLong(segment -> segment.live().count())
                .sum();
    }

    private static long bytes(Plan plan) {
        return plan.segments().stream()
                .mapToLong(segment -> segment.content().bytes())
                .sum();
    }

    private static long inputs(Plan plan) {
        return plan.segments().stream()
                .mapToLong(segment -> segment.content().inputs())
                .sum();
    }
}

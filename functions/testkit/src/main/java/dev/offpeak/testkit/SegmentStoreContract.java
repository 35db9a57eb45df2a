package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.Segment.State;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.segment.SegmentTransitions;
import dev.offpeak.core.state.Step;
import dev.offpeak.core.store.Write;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every [SegmentStore] does; each test starts with an empty store.
public abstract class SegmentStoreContract {
    private static final BundleId MINE = new BundleId("bundle_mine");
    private static final BundleId THEIRS = new BundleId("bundle_theirs");

    protected abstract SegmentStore segments();

    @TestFactory
    Stream<DynamicTest> a_segment_reads_back_as_it_was_committed() {
        return states().map(state -> dynamicTest(state.toString(), () -> {
            var segment = Samples.segment().with(state);
            assertThat(segments().commit(segment)).isEqualTo(Write.done());
            assertThat(segments().find(segment.id())).contains(segment);
        }));
    }

    @Test
    void a_segment_with_dead_lines_and_no_tenants_reads_back() {
        var full = Samples.segment();
        var some = new Segment(
                full.id(),
                full.key(),
                full.content(),
                LineSet.of(0, 7, 8, 499),
                Map.of(),
                full.openedAt(),
                full.earliest(),
                full.state());
        segments().commit(some);
        assertThat(segments().find(some.id())).contains(some);
    }

    @Test
    void a_segment_is_committed_once_and_the_loser_learns_how() {
        var open = Samples.segment();
        var empty = open.with(new State.Void());
        assertThat(segments().commit(empty)).isEqualTo(Write.done());
        assertThat(segments().commit(open)).isEqualTo(Write.lost(empty));
        assertThat(segments().find(open.id())).contains(empty);
    }

    @Test
    void a_segment_that_is_not_there_is_not_found_and_takes_no_event() {
        var id = Samples.segmentId();
        assertThat(segments().find(id)).isEmpty();
        assertThat(segments().apply(id, new SegmentEvent.Claim(MINE), Samples.NOW))
                .isEqualTo(Write.lost());
        assertThat(segments().find(id)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> every_event_does_to_every_state_what_the_transitions_say() {
        return states().flatMap(state -> events().map(event -> dynamicTest(event + " on " + state, () -> {
            var segment = Samples.segment().with(state);
            segments().commit(segment);
            var write = segments().apply(segment.id(), event, Samples.NOW);
            switch (SegmentTransitions.on(state, event)) {
                case Step.Moved<State>(var to) -> {
                    assertThat(write).isEqualTo(Write.done());
                    assertThat(segments().find(segment.id())).contains(segment.with(to));
                }
                case Step.Stays<State> stays -> {
                    assertThat(write).isEqualTo(Write.lost(segment));
                    assertThat(segments().find(segment.id())).contains(segment);
                }
            }
        })));
    }

    @Test
    void open_segments_are_listed_oldest_first() {
        var oldestFirst = IntStream.range(0, 40)
                .mapToObj(i -> Samples.segment(Samples.NOW.plusMillis(i)))
                .toList();
        var shuffled = new java.util.ArrayList<>(oldestFirst);
        Collections.shuffle(shuffled, new java.util.Random(7));
        shuffled.forEach(segments()::commit);

        assertThat(segments().open(100)).isEqualTo(oldestFirst);
        assertThat(segments().open(5)).isEqualTo(oldestFirst.subList(0, 5));
    }

    @Test
    void only_open_segments_are_listed_as_open() {
        states().forEach(state -> segments().commit(Samples.segment().with(state)));
        assertThat(segments().open(100)).extracting(Segment::state).containsExactly(new State.Open());
    }

    @Test
    void a_released_segment_is_open_again_in_its_old_place() {
        var first = Samples.segment();
        var second = Samples.segment(Samples.NOW.plusSeconds(1));
        segments().commit(first);
        segments().commit(second);

        segments().apply(first.id(), new SegmentEvent.Claim(MINE), Samples.NOW.plusSeconds(2));
        assertThat(segments().open(10)).containsExactly(second);

        segments().apply(first.id(), new SegmentEvent.Release(MINE), Samples.NOW.plusSeconds(3));
        assertThat(segments().open(10)).containsExactly(first, second);
    }

    @Test
    void claimed_segments_are_listed_by_the_time_of_their_claim_until_they_are_done() {
        var claims = IntStream.range(0, 5)
                .mapToObj(i -> Samples.segment(Samples.NOW.minusSeconds(i)))
                .toList();
        claims.forEach(segments()::commit);
        for (int i = 0; i < claims.size(); i++) {
            segments().apply(claims.get(i).id(), new SegmentEvent.Claim(MINE), Samples.NOW.plusSeconds(i));
        }
        var claimed = claims.stream()
                .map(segment -> segment.with(new State.Claimed(MINE)))
                .toList();

        assertThat(segments().claimedBefore(Samples.NOW.plusSeconds(3), 10)).isEqualTo(claimed.subList(0, 3));
        assertThat(segments().claimedBefore(Samples.NOW.plusSeconds(3), 2)).isEqualTo(claimed.subList(0, 2));

        segments().apply(claims.get(0).id(), new SegmentEvent.Finish(MINE), Samples.NOW.plusSeconds(9));
        segments().apply(claims.get(1).id(), new SegmentEvent.Release(MINE), Samples.NOW.plusSeconds(9));
        assertThat(segments().claimedBefore(Samples.NOW.plusSeconds(3), 10)).isEqualTo(claimed.subList(2, 3));
    }

    @Test
    void of_racing_claims_one_wins() throws InterruptedException {
        var segment = Samples.segment();
        segments().commit(segment);
        var wins = Race.wins(i -> segments()
                .apply(segment.id(), new SegmentEvent.Claim(new BundleId("bundle_" + i)), Samples.NOW)
                .isDone());
        assertThat(wins).isEqualTo(1);
    }

    @Test
    void withdrawn_lines_add_up_even_before_the_segment_is_committed() {
        var segment = Samples.segment();
        assertThat(segments().withdrawn(segment.id())).isEqualTo(LineSet.none());

        segments().withdraw(segment.id(), 0);
        assertThat(segments().commit(segment)).isEqualTo(Write.done());
        segments().withdraw(segment.id(), 300);
        segments().withdraw(segment.id(), Set.of(300, 7, 8));

        assertThat(segments().withdrawn(segment.id())).isEqualTo(LineSet.of(0, 7, 8, 300));
        assertThat(segments().find(segment.id())).contains(segment);
        assertThat(segments().withdrawn(Samples.segmentId())).isEqualTo(LineSet.none());
    }

    private static Stream<State> states() {
        return Stream.of(new State.Open(), new State.Claimed(MINE), new State.Done(), new State.Void());
    }

    private static Stream<SegmentEvent> events() {
        return List.of(MINE, THEIRS).stream()
                .flatMap(bundle -> Stream.of(
                        new SegmentEvent.Claim(bundle),
                        new SegmentEvent.Release(bundle),
                        new SegmentEvent.Finish(bundle)));
    }
}

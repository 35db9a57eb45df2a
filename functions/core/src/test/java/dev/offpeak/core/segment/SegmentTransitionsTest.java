package dev.offpeak.core.segment;

import static dev.offpeak.core.Samples.BUNDLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.segment.Segment.State;
import dev.offpeak.core.segment.SegmentEvent.Claim;
import dev.offpeak.core.segment.SegmentEvent.Finish;
import dev.offpeak.core.segment.SegmentEvent.Release;
import dev.offpeak.core.state.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentTransitionsTest {
    private static final BundleId OTHER = new BundleId("bundle_b");

    @Test
    void the_first_bundle_to_claim_a_segment_has_it() {
        var claimed = new State.Claimed(BUNDLE);
        assertThat(SegmentTransitions.on(new State.Open(), new Claim(BUNDLE))).isEqualTo(Step.to(claimed));
        assertThat(SegmentTransitions.on(claimed, new Claim(OTHER))).isEqualTo(Step.stays("belongs to bundle_a"));
    }

    @Test
    void only_the_owner_releases_or_finishes_a_segment() {
        var claimed = new State.Claimed(BUNDLE);
        assertThat(SegmentTransitions.on(claimed, new Release(BUNDLE))).isEqualTo(Step.to(new State.Open()));
        assertThat(SegmentTransitions.on(claimed, new Finish(BUNDLE))).isEqualTo(Step.to(new State.Done()));
        assertThat(SegmentTransitions.on(claimed, new Release(OTHER))).isEqualTo(Step.stays("belongs to bundle_a"));
        assertThat(SegmentTransitions.on(claimed, new Finish(OTHER))).isEqualTo(Step.stays("belongs to bundle_a"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void nothing_moves_a_done_or_void_segment(SegmentEvent event) {
        assertThat(SegmentTransitions.on(new State.Done(), event)).isEqualTo(Step.stays("is done"));
        assertThat(SegmentTransitions.on(new State.Void(), event)).isEqualTo(Step.stays("is void"));
    }

    @Test
    void an_open_segment_has_nothing_to_give_back_or_finish() {
        assertThat(SegmentTransitions.on(new State.Open(), new Release(BUNDLE))).isEqualTo(Step.stays("is open"));
        assertThat(SegmentTransitions.on(new State.Open(), new Finish(BUNDLE))).isEqualTo(Step.stays("is open"));
    }

    static List<SegmentEvent> events() {
        return List.of(new Claim(BUNDLE), new Release(BUNDLE), new Finish(BUNDLE));
    }
}

package dev.offpeak.core.segment;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.segment.Segment.State;
import dev.offpeak.core.segment.Segment.State.Claimed;
import dev.offpeak.core.segment.Segment.State.Done;
import dev.offpeak.core.segment.Segment.State.Open;
import dev.offpeak.core.segment.Segment.State.Void;
import dev.offpeak.core.segment.SegmentEvent.Claim;
import dev.offpeak.core.segment.SegmentEvent.Finish;
import dev.offpeak.core.segment.SegmentEvent.Release;
import dev.offpeak.core.state.Step;

/// The one place where a segment's state changes.
public final class SegmentTransitions {
    private SegmentTransitions() {}

    public static Step<State> on(State state, SegmentEvent event) {
        return switch (state) {
            case Open() ->
                switch (event) {
                    case Claim(var bundle) -> Step.to(new Claimed(bundle));
                    case Release release -> Step.stays("is open");
                    case Finish finish -> Step.stays("is open");
                };
            case Claimed(var owner) ->
                switch (event) {
                    case Claim claim -> Step.stays("belongs to " + owner);
                    case Release(var bundle) -> ofOwner(owner, bundle, new Open());
                    case Finish(var bundle) -> ofOwner(owner, bundle, new Done());
                };
            case Done() -> Step.stays("is done");
            case Void() -> Step.stays("is void");
        };
    }

    private static Step<State> ofOwner(BundleId owner, BundleId asking, State next) {
        return owner.equals(asking) ? Step.to(next) : Step.stays("belongs to " + owner);
    }
}

package dev.offpeak.workers.bundler;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.workers.late.RescueBundles;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;

/// One run of the bundler: first what an earlier run left unfinished, then what is ripe now.
public final class PackBundles {
    private static final Logger LOG = System.getLogger(PackBundles.class.getName());

    /// Open segments looked at in one run: 20,000 rows of under 1 KB are a few seconds and 20 MB.
    private static final int WINDOW = 20_000;

    private final Packer packer;
    private final SegmentStore segments;
    private final ClaimSegments claim;
    private final SubmitBundle submit;
    private final ReleaseStrays strays;
    private final RescueBundles rescue;
    private final InstantSource clock;

    public PackBundles(Packer packer, SegmentStore segments, Steps steps, InstantSource clock) {
        this.packer = packer;
        this.segments = segments;
        this.claim = steps.claim();
        this.submit = steps.submit();
        this.strays = steps.strays();
        this.rescue = steps.rescue();
        this.clock = clock;
    }

    /// The steps of a bundle's way, each usable alone.
    public record Steps(ClaimSegments claim, SubmitBundle submit, ReleaseStrays strays, RescueBundles rescue) {}

    /// What one run did.
    public record Report(int resumed, int sealed, int submitted) {}

    /// @param until no new bundle is started, and no create call made, that might not end by then
    public Report run(Instant until) {
        // before anything is sent that would be late
        rescue.run();
        int resumed = submit.resume(until);
        strays.release(clock.instant());
        int sealed = 0;
        int submitted = 0;
        for (var plan : packer.plan(segments.open(WINDOW), clock.instant())) {
            if (!clock.instant().plus(SubmitBundle.LONGEST).isBefore(until)) {
                break;
            }
            try {
                var bundle = claim.seal(plan);
                if (bundle.isPresent()) {
                    sealed++;
                    submitted += send(bundle.get(), until) ? 1 : 0;
                }
            } catch (RuntimeException e) {
                // a fault of ours with one bundle must not hold up all the others
                LOG.log(Level.ERROR, "a bundle of " + plan.key().provider() + " cannot be made", e);
            }
        }
        return new Report(resumed, sealed, submitted);
    }

    private boolean send(Bundle bundle, Instant until) {
        if (bundle.urgency().isOvertaken()) {
            rescue.see(bundle);
            return false;
        }
        return submit.submit(bundle, until);
    }
}

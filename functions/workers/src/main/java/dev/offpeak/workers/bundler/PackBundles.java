package dev.offpeak.workers.bundler;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.workers.late.RescueBundles;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

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
        // before anything is sent that would be late, but never all the time there is: others must not be late for it
        var start = clock.instant();
        var share = Duration.between(start, until.minus(SubmitBundle.LONGEST)).dividedBy(3);
        rescue.run(start.plus(share));
        int sealed = hurryLate(start.plus(share.multipliedBy(2)));
        int resumed = submit.resume(until);
        strays.release(clock.instant());
        int submitted = 0;
        for (var plan : packer.plan(segments.open(WINDOW), clock.instant())) {
            if (!clock.instant().plus(SubmitBundle.LONGEST).isBefore(until)) {
                break;
            }
            var bundle = plan.late() ? Optional.<Bundle>empty() : seal(plan);
            if (bundle.isPresent()) {
                sealed++;
                submitted += submit(bundle.get(), until) ? 1 : 0;
            }
        }
        return new Report(resumed, sealed, submitted);
    }

    /// Needs no provider, and so waits for none.
    private int hurryLate(Instant until) {
        int sealed = 0;
        try {
            for (var plan : packer.plan(segments.open(WINDOW), clock.instant())) {
                if (!clock.instant().isBefore(until)) {
                    break;
                }
                var bundle = plan.late() ? seal(plan) : Optional.<Bundle>empty();
                if (bundle.isPresent()) {
                    sealed++;
                    rescue.see(bundle.get());
                }
            }
        } catch (RuntimeException e) {
            // what is sealed or in doubt already must not wait for it
            LOG.log(Level.ERROR, "late segments cannot be looked for", e);
        }
        return sealed;
    }

    private Optional<Bundle> seal(Packer.Plan plan) {
        try {
            return claim.seal(plan);
        } catch (RuntimeException e) {
            // a fault of ours with one bundle must not hold up all the others
            LOG.log(Level.ERROR, "a bundle of " + plan.key().provider() + " cannot be made", e);
            return Optional.empty();
        }
    }

    private boolean submit(Bundle bundle, Instant until) {
        try {
            return submit.submit(bundle, until);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "bundle " + bundle.id() + " cannot be submitted", e);
            return false;
        }
    }
}

package dev.offpeak.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock for tests of a whole stack: it runs faster than the real one, so that leases and graces pass in seconds. All
/// functions of a stack, and its simulator, are told the same and so agree.
record HurriedClock(InstantSource real, Instant since, double speed) implements InstantSource {
    private static final System.Logger LOG = System.getLogger(HurriedClock.class.getName());

    static HurriedClock of(InstantSource real, Settings.Time time) {
        var since = Wiring.needed("OFFPEAK_TIME_SINCE", time.since().map(Instant::toString));
        LOG.log(System.Logger.Level.WARNING, "time runs {0} times as fast as it does", time.speed());
        return new HurriedClock(real, Instant.parse(since), time.speed());
    }

    @Override
    public Instant instant() {
        var elapsed = Duration.between(since, real.instant()).toMillis();
        return since.plusMillis((long) (elapsed * speed));
    }
}

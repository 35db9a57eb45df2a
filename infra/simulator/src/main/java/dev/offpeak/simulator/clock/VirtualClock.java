package dev.offpeak.simulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time as the simulated providers see it: real time multiplied by a speed, plus whatever was skipped.
///
/// It never runs backwards; a change of speed keeps the present moment.
public final class VirtualClock implements InstantSource {
    private final InstantSource real;
    private Instant realAnchor;
    private Instant virtualAnchor;
    private double speed;

    public VirtualClock(InstantSource real, double speed) {
        this.real = real;
        this.realAnchor = real.instant();
        this.virtualAnchor = realAnchor;
        this.speed = requirePositive(speed);
    }

    @Override
    public synchronized Instant instant() {
        long elapsed = Math.max(0, Duration.between(realAnchor, real.instant()).toNanos());
        return virtualAnchor.plusNanos((long) (elapsed * speed));
    }

    public synchronized double speed() {
        return speed;
    }

    public synchronized void setSpeed(double newSpeed) {
        anchorAt(instant());
        speed = requirePositive(newSpeed);
    }

    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        anchorAt(instant().plus(by));
    }

    private void anchorAt(Instant virtualNow) {
        virtualAnchor = virtualNow;
        realAnchor = real.instant();
    }

    private static double requirePositive(double speed) {
        if (!(speed > 0) || speed > 1_000_000) {
            throw new IllegalArgumentException("speed must be in (0, 1000000]: " + speed);
        }
        return speed;
    }
}

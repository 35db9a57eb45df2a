package dev.offpeak.simulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Time as the simulated providers see it: real time multiplied by a speed, plus whatever was skipped.
///
/// It never runs backwards; a change of speed keeps the present moment.
public final class VirtualClock implements InstantSource {
    private final InstantSource real;
    private final Consumer<Anchor> log;
    private Anchor anchor;

    /// Where virtual time comes from: at that real moment it was the virtual one, and runs at that speed since.
    public record Anchor(Instant real, Instant virtual, double speed) {
        public Anchor {
            if (!(speed > 0) || speed > 1_000_000) {
                throw new IllegalArgumentException("speed must be in (0, 1000000]: " + speed);
            }
        }

        Instant at(Instant now) {
            long elapsed = Math.max(0, Duration.between(real, now).toNanos());
            return virtual.plusNanos((long) (elapsed * speed));
        }
    }

    /// @param anchor from now, or as an earlier process logged it: then time went on while nothing ran
    /// @param log told of every new anchor before it counts
    public VirtualClock(InstantSource real, Anchor anchor, Consumer<Anchor> log) {
        this.real = real;
        this.anchor = anchor;
        this.log = log;
        log.accept(anchor);
    }

    @Override
    public synchronized Instant instant() {
        return anchor.at(real.instant());
    }

    public synchronized double speed() {
        return anchor.speed();
    }

    public synchronized void setSpeed(double newSpeed) {
        Instant now = real.instant();
        anchorAt(new Anchor(now, anchor.at(now), newSpeed));
    }

    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        Instant now = real.instant();
        anchorAt(new Anchor(now, anchor.at(now).plus(by), anchor.speed()));
    }

    private void anchorAt(Anchor next) {
        log.accept(next);
        anchor = next;
    }
}

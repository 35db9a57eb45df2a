package dev.offpeak.core.account;

import dev.offpeak.core.id.BundleId;
import java.time.Instant;

/// A create call that was declared never to have happened. Should its batch show up after all, this tells whose it is.
///
/// @param lines how many it sent
/// @param until how long to remember it
public record GivenUp(BundleId bundle, int lines, Instant intentAt, Instant until) {
    boolean isSame(GivenUp other) {
        return bundle.equals(other.bundle) && intentAt.equals(other.intentAt);
    }
}

package dev.offpeak.core.bundle;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import java.time.Instant;

/// What can happen to a bundle.
public sealed interface BundleEvent {
    record Seal(String manifest) implements BundleEvent {}

    record Upload(AccountId account, String upload) implements BundleEvent {}

    /// Written before the create call.
    record Intend(Instant at, Instant lease) implements BundleEvent {}

    /// The account it was uploaded with cannot take it now: it is to go to another one.
    record Reroute() implements BundleEvent {}

    /// The provider created `batch`, or it was found later.
    ///
    /// @param guessed whether only its time and size say that it is ours
    record Adopt(BatchId batch, boolean guessed) implements BundleEvent {
        public Adopt(BatchId batch) {
            this(batch, false);
        }
    }

    /// The rows of the batch it was presumed to be are a stranger's.
    record Disown(String why) implements BundleEvent {}

    /// The upload is gone from the provider, so that a create call still on its way must fail.
    record Fence(Instant at) implements BundleEvent {}

    /// The create call definitely did nothing; it may be repeated.
    record NotCreated() implements BundleEvent {}

    /// The create call may have done something.
    record Doubt(String why) implements BundleEvent {}

    /// Every line of it is settled or moved on.
    record Finish() implements BundleEvent {}

    /// It will not become a batch.
    record Abandon(String why) implements BundleEvent {}
}

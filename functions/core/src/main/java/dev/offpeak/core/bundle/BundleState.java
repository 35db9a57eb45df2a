package dev.offpeak.core.bundle;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import java.time.Instant;
import java.util.Optional;

/// Where a bundle stands. All states but the last two belong to the bundler.
public sealed interface BundleState {
    /// Segments are being claimed. `fence` names the manifest this attempt will write; the bundler whose lease it is
    /// moves on, after that any bundler abandons it.
    record Claiming(String fence, Instant lease) implements BundleState {}

    /// The manifest is written: its contents are fixed from here on.
    record Sealed(String manifest) implements BundleState {}

    /// The provider has the lines, or wants none ahead.
    ///
    /// @param upload the provider's name for them, empty where there is none
    record Uploaded(String manifest, AccountId account, String upload) implements BundleState {}

    /// The intent: a create call is being made, or was when the process died.
    ///
    /// @param lease until when the call may still be on its way
    record Submitting(String manifest, Creation creation, Instant lease) implements BundleState {}

    /// A create call whose outcome is not known; only looking at the provider's batches can tell.
    record Reconcile(String manifest, Creation creation, String why) implements BundleState {}

    /// In doubt, and long enough without a trace that the provider was told to forget the upload: a create call
    /// still on its way finds nothing to create from. A last look after this tells.
    record Fenced(String manifest, Creation creation, Instant at) implements BundleState {}

    /// The provider has it as `batch`; the poller moves that on.
    ///
    /// @param guess the create call the batch is only presumed to come from, until its rows prove it
    record Submitted(String manifest, BatchId batch, Optional<Creation> guess) implements BundleState {
        public Submitted(String manifest, BatchId batch) {
            this(manifest, batch, Optional.empty());
        }
    }

    /// Its results are imported. Nobody moves it on.
    record Done(String manifest, BatchId batch) implements BundleState {}

    /// It never became a batch, and its segments are open again or ended. Nobody moves it on.
    ///
    /// @param manifest what it consisted of, if it was sealed: a create call that was given up may still land
    record Failed(Optional<String> manifest, String why) implements BundleState {
        public Failed(String why) {
            this(Optional.empty(), why);
        }
    }

    /// One create call.
    record Creation(int attempt, AccountId account, String upload, Instant intentAt) {}
}

package dev.offpeak.core.bundle;

import dev.offpeak.core.bundle.BundleEvent.Abandon;
import dev.offpeak.core.bundle.BundleEvent.Adopt;
import dev.offpeak.core.bundle.BundleEvent.Disown;
import dev.offpeak.core.bundle.BundleEvent.Doubt;
import dev.offpeak.core.bundle.BundleEvent.Fence;
import dev.offpeak.core.bundle.BundleEvent.Finish;
import dev.offpeak.core.bundle.BundleEvent.Intend;
import dev.offpeak.core.bundle.BundleEvent.NotCreated;
import dev.offpeak.core.bundle.BundleEvent.Reroute;
import dev.offpeak.core.bundle.BundleEvent.Seal;
import dev.offpeak.core.bundle.BundleEvent.Upload;
import dev.offpeak.core.bundle.BundleState.Claiming;
import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.bundle.BundleState.Done;
import dev.offpeak.core.bundle.BundleState.Failed;
import dev.offpeak.core.bundle.BundleState.Fenced;
import dev.offpeak.core.bundle.BundleState.Reconcile;
import dev.offpeak.core.bundle.BundleState.Sealed;
import dev.offpeak.core.bundle.BundleState.Submitted;
import dev.offpeak.core.bundle.BundleState.Submitting;
import dev.offpeak.core.bundle.BundleState.Uploaded;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.state.Step;
import java.util.Optional;

/// The one place where a bundle's state changes.
///
/// A bundle whose create call is in doubt can be neither abandoned nor intended again: the only ways out of
/// `Reconcile` are to find the batch or to have proven that there is none.
public final class BundleTransitions {
    private BundleTransitions() {}

    public static Step<BundleState> on(BundleState state, BundleEvent event) {
        return switch (state) {
            case Claiming claiming ->
                switch (event) {
                    case Seal(var manifest) -> Step.to(new Sealed(manifest));
                    case Abandon(var why) -> Step.to(new Failed(Optional.empty(), why));
                    default -> notIn("CLAIMING");
                };
            case Sealed(var manifest) ->
                switch (event) {
                    case Upload(var account, var upload) -> Step.to(new Uploaded(manifest, account, upload));
                    // of a create call that was taken for one that never happened
                    case Adopt(var batch, var guessed) -> Step.to(new Submitted(manifest, batch));
                    case Abandon(var why) -> Step.to(new Failed(Optional.of(manifest), why));
                    default -> notIn("SEALED");
                };
            case Uploaded(var manifest, var account, var upload) ->
                switch (event) {
                    case Intend(var at, var lease) ->
                        Step.to(new Submitting(manifest, new Creation(1, account, upload, at), lease));
                    case Reroute() -> Step.to(new Sealed(manifest));
                    case Adopt(var batch, var guessed) -> Step.to(new Submitted(manifest, batch));
                    case Abandon(var why) -> Step.to(new Failed(Optional.of(manifest), why));
                    default -> notIn("UPLOADED");
                };
            case Submitting(var manifest, var creation, var lease) ->
                switch (event) {
                    case Adopt(var batch, var guessed) -> Step.to(adopted(manifest, batch, guessed, creation));
                    case NotCreated() -> Step.to(new Uploaded(manifest, creation.account(), creation.upload()));
                    case Doubt(var why) -> Step.to(new Reconcile(manifest, creation, why));
                    case Abandon(var why) -> Step.stays("a create call may be on its way");
                    default -> notIn("SUBMITTING");
                };
            case Reconcile(var manifest, var creation, var why) ->
                switch (event) {
                    case Adopt(var batch, var guessed) -> Step.to(adopted(manifest, batch, guessed, creation));
                    case Fence(var at) -> Step.to(new Fenced(manifest, creation, at));
                    case NotCreated() -> Step.to(new Sealed(manifest));
                    default -> notIn("RECONCILE");
                };
            case Fenced(var manifest, var creation, var at) ->
                switch (event) {
                    case Adopt(var batch, var guessed) -> Step.to(adopted(manifest, batch, guessed, creation));
                    // the upload is gone, so the way starts anew from the manifest
                    case NotCreated() -> Step.to(new Sealed(manifest));
                    default -> notIn("FENCED");
                };
            case Submitted(var manifest, var batch, var guess) ->
                switch (event) {
                    case Finish() -> Step.to(new Done(manifest, batch));
                    case Disown(var why) when guess.isPresent() -> Step.to(new Reconcile(manifest, guess.get(), why));
                    case Disown disown -> Step.stays("its batch is no guess");
                    case Abandon(var why) -> Step.to(new Failed(Optional.of(manifest), why));
                    default -> notIn("SUBMITTED");
                };
            case Done done -> Step.stays("is done");
            case Failed failed -> Step.stays("has failed");
        };
    }

    private static Submitted adopted(String manifest, BatchId batch, boolean guessed, Creation creation) {
        return new Submitted(manifest, batch, guessed ? Optional.of(creation) : Optional.empty());
    }

    private static Step<BundleState> notIn(String state) {
        return Step.stays("does not happen in " + state);
    }
}

package dev.offpeak.workers.accounts;

import dev.offpeak.core.account.Hold;
import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.id.AccountId;
import java.time.Duration;
import java.time.Instant;

/// What a bundle's state says about what is held for it.
final class Standing {
    /// From its reservation until it is written that a bundle is being submitted, an invocation passes at most.
    private static final Duration BETWEEN = Duration.ofMinutes(20);

    private Standing() {}

    /// Whether nothing is on its way to the account, and nothing can be by this reservation.
    static boolean isAccountedFor(BundleState state, AccountId account) {
        return switch (state) {
            case BundleState.Claiming claiming -> true;
            // between its reservation and its intent, perhaps
            case BundleState.Sealed sealed -> false;
            case BundleState.Uploaded uploaded -> !uploaded.account().equals(account);
            case BundleState.Submitting submitting -> !isWith(submitting.creation(), account);
            case BundleState.Reconcile reconcile -> !isWith(reconcile.creation(), account);
            case BundleState.Fenced fenced -> !isWith(fenced.creation(), account);
            case BundleState.Submitted submitted -> true;
            case BundleState.Done done -> true;
            case BundleState.Failed failed -> true;
        };
    }

    /// Whether the bundle's hold is for this batch, and not for another create call of the same bundle.
    static boolean isOf(BundleState state, Batch batch) {
        return switch (state) {
            case BundleState.Claiming claiming -> false;
            case BundleState.Sealed sealed -> false;
            case BundleState.Uploaded uploaded -> false;
            case BundleState.Submitting submitting -> isAfter(submitting.creation(), batch);
            case BundleState.Reconcile reconcile -> isAfter(reconcile.creation(), batch);
            case BundleState.Fenced fenced -> isAfter(fenced.creation(), batch);
            case BundleState.Submitted submitted -> submitted.batch().equals(batch.id());
            case BundleState.Done done -> done.batch().equals(batch.id());
            case BundleState.Failed failed -> true;
        };
    }

    /// Whether a hold is left over from a process that died before it released it.
    ///
    /// @param ended whether the batch of a submitted bundle has ended
    static boolean isLeaked(BundleState state, Hold hold, AccountId account, boolean ended, Instant now) {
        boolean old = hold.since().plus(BETWEEN).isBefore(now);
        return switch (state) {
            case BundleState.Claiming claiming -> old;
            case BundleState.Sealed sealed -> old;
            case BundleState.Uploaded uploaded -> old;
            case BundleState.Submitting submitting -> !isWith(submitting.creation(), account);
            case BundleState.Reconcile reconcile -> !isWith(reconcile.creation(), account);
            case BundleState.Fenced fenced -> !isWith(fenced.creation(), account);
            case BundleState.Submitted submitted -> ended;
            case BundleState.Done done -> true;
            case BundleState.Failed failed -> true;
        };
    }

    private static boolean isWith(Creation creation, AccountId account) {
        return creation.account().equals(account);
    }

    private static boolean isAfter(Creation creation, Batch batch) {
        return !batch.createdAt().isBefore(creation.intentAt());
    }
}

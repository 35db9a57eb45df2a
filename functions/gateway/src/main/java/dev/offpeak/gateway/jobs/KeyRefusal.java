package dev.offpeak.gateway.jobs;

import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.ProviderFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// A provider's refusal of our own key. Its status would blame the caller's, and its words hold parts of ours: neither
/// leaves.
public final class KeyRefusal {
    private static final Logger LOG = System.getLogger(KeyRefusal.class.getName());

    /// What the caller is told.
    public static final Reason REASON = new Reason(
            "provider_key_refused",
            "the provider does not take Offpeak's own key; the call was not made, and yours is good");

    private KeyRefusal() {}

    public static boolean isOne(ProviderFailure failure) {
        return failure.status() == 401;
    }

    /// For whoever can put the key right.
    public static void report(Provider provider) {
        LOG.log(
                Level.ERROR,
                "{0}: {1} refuses the key of account {2}",
                REASON.code(),
                provider.id(),
                provider.first().id());
    }
}

package dev.offpeak.workers.accounts;

import dev.offpeak.core.account.Need;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.Manifest;

/// What bundles take up in a queue.
public final class Needs {
    private Needs() {}

    /// Counts whole segments, as the packer does, withdrawn lines included.
    public static Need of(Bundle bundle, Manifest manifest) {
        long bytes =
                manifest.entries().stream().mapToLong(Manifest.Entry::bytes).sum();
        long inputs =
                manifest.entries().stream().mapToLong(Manifest.Entry::inputs).sum();
        // each text of an embedding call may count as a request
        return new Need(
                bundle.id(),
                bundle.key().affinity(),
                bytes,
                Math.max(manifest.count(), inputs),
                manifest.entries().size() > 1);
    }
}

package dev.offpeak.simulation;

import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;

/// What the use cases see of the cloud.
record Ports(
        JobStore jobs,
        KeyStore keys,
        SegmentStore segments,
        BundleStore bundles,
        BatchStore batches,
        AccountStore accounts,
        ObjectStore objects,
        Ledger ledger,
        Outbox toIntake,
        Outbox express) {
    Ports with(JobStore other) {
        return new Ports(other, keys, segments, bundles, batches, accounts, objects, ledger, toIntake, express);
    }

    Ports with(SegmentStore other) {
        return new Ports(jobs, keys, other, bundles, batches, accounts, objects, ledger, toIntake, express);
    }

    Ports with(BundleStore other) {
        return new Ports(jobs, keys, segments, other, batches, accounts, objects, ledger, toIntake, express);
    }

    Ports with(BatchStore other) {
        return new Ports(jobs, keys, segments, bundles, other, accounts, objects, ledger, toIntake, express);
    }

    Ports with(ObjectStore other) {
        return new Ports(jobs, keys, segments, bundles, batches, accounts, other, ledger, toIntake, express);
    }
}

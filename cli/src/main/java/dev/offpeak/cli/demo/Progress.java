package dev.offpeak.cli.demo;

import java.time.Duration;
import java.util.List;

/// The night job at one moment.
///
/// @param jobs how many there are to be
/// @param chats how many there are to be
record Progress(
        Duration elapsed,
        long jobs,
        long accepted,
        LedgerSums ledger,
        List<BatchLine> batches,
        int chats,
        Chats.Latencies chatted) {

    Progress {
        batches = List.copyOf(batches);
    }

    long succeeded() {
        return Math.max(0, ledger.total().succeeded() - chatted.all());
    }

    long failed() {
        return ledger.total().failed();
    }

    long ended() {
        return succeeded() + failed();
    }

    /// Jobs in batches whose results are not in yet.
    long inBatches() {
        return batches.stream()
                .filter(batch -> !batch.imported())
                .mapToLong(BatchLine::lines)
                .sum();
    }

    /// Accepted, and in no batch yet.
    long waiting() {
        return Math.max(0, accepted - ended() - inBatches());
    }

    double part() {
        return jobs == 0 ? 0 : (double) ended() / jobs;
    }
}

package dev.offpeak.cli.demo;

import static dev.offpeak.cli.terminal.Words.count;

import java.math.BigDecimal;
import java.util.List;

/// The claims the demo makes, each tried against numbers that could prove it wrong.
final class Checks {
    private Checks() {}

    static Check accepted(long jobs, long accepted, List<String> refused) {
        String detail = refused.isEmpty()
                ? count(accepted) + " of " + count(jobs)
                : count(refused.size()) + " refused, first: " + refused.getFirst();
        return new Check("every job was accepted", accepted == jobs && refused.isEmpty(), detail);
    }

    static Check succeeded(long jobs, int chats, LedgerSums ledger) {
        LedgerSums.Line total = ledger.total();
        long succeeded = total.succeeded() - chats;
        String detail = count(succeeded) + " of " + count(jobs)
                + (total.failed() == 0 ? "" : ", " + count(total.failed()) + " failed")
                + (total.unpriced() == 0 ? "" : ", " + count(total.unpriced()) + " without a known price");
        return new Check(
                "every job succeeded", succeeded == jobs && total.failed() == 0 && total.unpriced() == 0, detail);
    }

    static Check batched(long jobs, LedgerSums ledger) {
        long batched = ledger.batch().succeeded();
        return new Check(
                "nobody's job paid full price",
                batched == jobs,
                count(batched) + " of " + count(jobs) + " were batched");
    }

    static Check answered(int asked, Chats.Latencies chats, List<String> failures) {
        String detail = failures.isEmpty() ? chats.count() + " of " + asked : failures.getFirst();
        return new Check("every chat was answered at once", chats.count() == asked && failures.isEmpty(), detail);
    }

    /// Holds the providers' own bill against the jobs.
    static Check paidOnce(long jobs, int chats, Bill bill) {
        return new Check(
                "every job was paid for once",
                bill.batchRequests() == jobs && bill.syncRequests() == chats,
                "the providers' bill has " + count(bill.batchRequests()) + " batched and " + count(bill.syncRequests())
                        + " synchronous requests for " + count(jobs) + " jobs and " + chats + " chats");
    }

    /// Holds the providers' own bill against the ledger; a job may be rounded by a billionth of a dollar.
    static Check ledgerAgrees(LedgerSums ledger, Bill bill) {
        BigDecimal paid = ledger.total().paid();
        BigDecimal tolerance = BigDecimal.valueOf(ledger.total().ended(), 9);
        return new Check(
                "the ledger is right",
                paid.subtract(bill.dollars()).abs().compareTo(tolerance) <= 0,
                "ledger $" + paid.toPlainString() + ", providers' bill $"
                        + bill.dollars().toPlainString());
    }
}

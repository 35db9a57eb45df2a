package dev.offpeak.workers.poller;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.workers.lines.Roster;
import dev.offpeak.workers.lines.Verdict;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Verdicts that are settled together: few enough for one checkpoint, one ledger transaction and one retry segment.
/// The same rows always make the same chunks.
final class Chunk {
    static final int ROWS = 1_000;

    /// What a checkpoint can carry, see [dev.offpeak.core.batch.BatchStore#replace].
    private static final int LEDGER_LINES = 90;

    /// A retry segment is put together in memory.
    private static final long RETRY_BYTES = 16 * 1024 * 1024;

    private final Roster roster;
    private final int rows;
    private final Map<CustomId, Verdict> verdicts = new LinkedHashMap<>();
    private final Set<String> accounts = new HashSet<>();
    private long retryBytes;

    Chunk(Roster roster) {
        this(roster, ROWS);
    }

    Chunk(Roster roster, int rows) {
        this.roster = roster;
        this.rows = rows;
    }

    void add(Verdict verdict) {
        verdicts.merge(verdict.id(), verdict, Chunk::better);
        switch (verdict) {
            case Verdict.Success success -> account(success.id(), success.model());
            case Verdict.Failure failure -> account(failure.id(), "");
            case Verdict.Again again -> {
                retryBytes += roster.length(again.id());
                // it may be too late for another try, and then it counts as failed
                account(again.id(), "");
            }
        }
    }

    boolean isFull() {
        return verdicts.size() >= rows || accounts.size() >= LEDGER_LINES || retryBytes >= RETRY_BYTES;
    }

    List<Verdict> verdicts() {
        return List.copyOf(verdicts.values());
    }

    private void account(CustomId id, String model) {
        accounts.add(roster.tenant(id) + " " + model);
    }

    /// A row told twice: a success is worth more than whatever else is said.
    private static Verdict better(Verdict one, Verdict other) {
        return one instanceof Verdict.Success ? one : other;
    }
}

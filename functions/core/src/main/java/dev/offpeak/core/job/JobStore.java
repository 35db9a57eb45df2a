package dev.offpeak.core.job;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.store.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where job rows are kept. Every write is conditional; answers come in the order of the questions.
public interface JobStore {
    /// Reads consistently: what was written before is seen.
    Optional<JobRow> find(JobId id);

    /// Reads many as consistently; those that are not there are left out.
    Map<JobId, JobRow> findAll(Set<JobId> ids);

    /// Adds rows whose id is not there yet; a loser learns the row that is. Ids within one call are distinct.
    List<Write<JobRow>> insert(List<JobRow> rows);

    /// Applies events, each under the guard [JobTransitions] gives it. Ids within one call are distinct.
    List<Write<JobRow>> apply(List<Change> changes);

    /// Applies one event and adds the ledger line, both or neither.
    Write<JobRow> apply(Change change, LedgerLine line);

    record Change(JobId id, JobEvent event) {}
}

package dev.offpeak.bench.load;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.store.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Says that every write was done, shows it to somebody, and keeps nothing: the heap that is measured is not the
/// store's.
public record AgreeingJobStore(Consumer<Change> witness) implements JobStore {
    @Override
    public Optional<JobRow> find(JobId id) {
        return Optional.empty();
    }

    @Override
    public Map<JobId, JobRow> findAll(Set<JobId> ids) {
        return Map.of();
    }

    @Override
    public List<Write<JobRow>> insert(List<JobRow> rows) {
        return rows.stream().map(row -> Write.<JobRow>done()).toList();
    }

    @Override
    public List<Write<JobRow>> apply(List<Change> changes) {
        changes.forEach(witness);
        return changes.stream().map(change -> Write.<JobRow>done()).toList();
    }

    @Override
    public Write<JobRow> apply(Change change, LedgerLine line) {
        witness.accept(change);
        return Write.done();
    }
}

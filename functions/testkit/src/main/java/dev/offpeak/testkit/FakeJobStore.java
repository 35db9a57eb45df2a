package dev.offpeak.testkit;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobTransitions;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.state.Step;
import dev.offpeak.core.store.Write;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Job rows in memory.
public final class FakeJobStore implements JobStore {
    private final Map<JobId, JobRow> rows = new LinkedHashMap<>();
    private final FakeLedger ledger;

    public FakeJobStore(FakeLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public synchronized Optional<JobRow> find(JobId id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized Map<JobId, JobRow> findAll(Set<JobId> ids) {
        var found = new HashMap<>(rows);
        found.keySet().retainAll(ids);
        return found;
    }

    @Override
    public synchronized List<Write<JobRow>> insert(List<JobRow> added) {
        return added.stream().map(this::insert).toList();
    }

    @Override
    public synchronized List<Write<JobRow>> apply(List<Change> changes) {
        return changes.stream().map(this::apply).toList();
    }

    @Override
    public synchronized Write<JobRow> apply(Change change, LedgerLine line) {
        var write = apply(change);
        if (write.isDone()) {
            ledger.add(line);
        }
        return write;
    }

    /// Every row, in the order it was added.
    public synchronized List<JobRow> rows() {
        return List.copyOf(rows.values());
    }

    private Write<JobRow> insert(JobRow row) {
        var standing = rows.putIfAbsent(row.id(), row);
        return standing == null ? Write.done() : Write.lost(standing);
    }

    private Write<JobRow> apply(Change change) {
        var row = rows.get(change.id());
        if (row == null) {
            return Write.lost();
        }
        return switch (JobTransitions.on(row.state(), change.event())) {
            case Step.Moved<JobState>(var to) -> {
                rows.put(row.id(), row.with(to));
                yield Write.done();
            }
            case Step.Stays<JobState> stays -> Write.lost(row);
        };
    }
}

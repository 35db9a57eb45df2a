package dev.offpeak.simulator.ground;

import dev.offpeak.simulator.batch.BatchBirth;
import dev.offpeak.simulator.batch.BatchEngine;
import dev.offpeak.simulator.batch.BatchFaults;
import dev.offpeak.simulator.batch.BatchRun;
import dev.offpeak.simulator.batch.BatchWork;
import dev.offpeak.simulator.bill.Bill;
import dev.offpeak.simulator.bill.PriceBook;
import dev.offpeak.simulator.http.Ids;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.journal.Entry;
import dev.offpeak.simulator.journal.Journal;
import dev.offpeak.simulator.journal.JournaledBatches;
import java.nio.file.Path;
import java.time.InstantSource;

/// The parts both providers share: one folder, one journal, one bill, one clock.
public record Ground(
        Path directory,
        Journal journal,
        JournaledBatches batches,
        PriceBook prices,
        Bill bill,
        BatchEngine engine,
        Ids ids,
        InstantSource clock) {

    /// Brings a batch into being: in the journal first, so that whoever is told of it can rely on it.
    ///
    /// @param details what is needed to take it up after a restart
    public BatchRun create(String provider, String owner, RowsOf rows, Object details) {
        BatchBirth birth = new BatchBirth(rows.id(), engine.birthday(rows.faults()), rows.faults(), rows.work());
        journal.add(new Entry.BatchCreated(
                provider, birth.id(), owner, birth.createdAt(), birth.faults(), Json.MAPPER.valueToTree(details)));
        return engine.start(birth);
    }

    /// Takes up a batch of an earlier process.
    public BatchRun resume(JournaledBatches.Restored restored, BatchWork work) {
        Entry.BatchCreated created = restored.created();
        return engine.resume(
                new BatchBirth(created.id(), created.createdAt(), created.faults(), work), restored.past());
    }

    /// A batch's id, what is wrong with it, and what it does.
    public record RowsOf(String id, BatchFaults faults, BatchWork work) {}
}

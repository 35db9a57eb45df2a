package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.bill.Tab;
import java.io.IOException;
import java.util.Optional;

/// The provider-specific part of a batch: reading its rows and writing its results.
public interface BatchWork {
    /// Looks at every row once, right after the create.
    Inspection inspect() throws IOException;

    /// Writes the results; called once, when the batch ends.
    ///
    /// @param tab takes the rows that have to be paid for
    Tally settle(Ending ending, RowCut cut, Tab tab) throws IOException;

    /// Called once after a restart with the batch still open: its place in the provider's queue is taken again.
    ///
    /// @param inspection what it came to, unless the batch has still to be looked at
    void reserve(Optional<Inspection> inspection);

    /// Called once when the batch is over, however it ended.
    void release();
}

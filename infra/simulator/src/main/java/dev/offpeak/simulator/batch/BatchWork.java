package dev.offpeak.simulator.batch;

import java.io.IOException;

/// The provider-specific part of a batch: reading its rows and writing its results.
public interface BatchWork {
    /// Looks at every row once, right after the create.
    Inspection inspect() throws IOException;

    /// Writes the results; called once, when the batch ends.
    Tally settle(Ending ending, RowCut cut) throws IOException;

    /// Called once when the batch is over, however it ended.
    void release();
}

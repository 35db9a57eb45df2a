package dev.offpeak.simulator.batch;

import java.time.Instant;
import java.util.List;

/// Where a batch stands at a moment.
public sealed interface Phase {
    /// Freshly created; moves on when its rows have been looked at.
    record Validating() implements Phase {}

    /// Refused as a whole; nothing ran. Final.
    record Rejected(Instant at, List<Inspection.Problem> problems) implements Phase {}

    /// Rows are being run; moves on when all are done, time is up, or somebody cancels.
    record Running(Instant since, Inspection.Accepted accepted, int finished) implements Phase {}

    /// All rows ran, the result files are being written.
    record Finalizing(Instant runningSince, Instant since, Inspection.Accepted accepted) implements Phase {}

    /// Somebody cancelled; moves on by itself within minutes.
    record Cancelling(Instant runningSince, Instant since, Inspection.Accepted accepted, int finished)
            implements Phase {}

    /// The results are there. Final.
    record Ended(Instant runningSince, Ending ending, Inspection.Accepted accepted, Tally tally) implements Phase {}
}

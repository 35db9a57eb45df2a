package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What came of ending lines.
final class LineEnds {
    private LineEnds() {}

    /// Who lost to another end takes that one; who lost to another move is left out, and stays open for the next call.
    ///
    /// @param meant how they were to end
    static Map<JobId, Outcome> of(List<JobRow> rows, List<Write<JobRow>> writes, Outcome meant) {
        var ended = new HashMap<JobId, Outcome>();
        for (int i = 0; i < rows.size(); i++) {
            var id = rows.get(i).id();
            switch (writes.get(i)) {
                case Write.Done<JobRow> done -> ended.put(id, meant);
                case Write.Lost<JobRow>(var current) ->
                    current.filter(row -> row.state() instanceof Settled)
                            .map(row -> Outcome.of(((Settled) row.state()).ending()))
                            .ifPresent(outcome -> ended.put(id, outcome));
                case Write.NotDone<JobRow> notDone -> {}
            }
        }
        return ended;
    }
}

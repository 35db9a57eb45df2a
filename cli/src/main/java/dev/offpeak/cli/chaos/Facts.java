package dev.offpeak.cli.chaos;

import java.util.List;
import java.util.Map;

/// Everything that is known when a run is over.
///
/// @param queued messages by queue, hidden and delayed ones included
/// @param dead ids of the messages in the dead queue
/// @param unfinished segments, bundles and batches that somebody still has to look at
/// @param kills how many processes were killed
record Facts(
        Promises promises,
        List<Row> rows,
        Ledger ledger,
        List<Unit> bill,
        Map<String, Integer> queued,
        List<String> dead,
        int unfinished,
        int kills) {
    Facts {
        rows = List.copyOf(rows);
        bill = List.copyOf(bill);
        queued = Map.copyOf(queued);
        dead = List.copyOf(dead);
    }
}

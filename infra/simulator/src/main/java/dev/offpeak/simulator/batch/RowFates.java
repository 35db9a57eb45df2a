package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.http.Hash;

/// Decides the fate of each row: its own marker first, then the faults of its batch.
public record RowFates(String batchId, BatchFaults faults) {

    public RowFate of(int index, String line) {
        return Markers.in(line).orElseGet(() -> byChance(index));
    }

    private RowFate byChance(int index) {
        if (hit("expire", index, faults.expire())) {
            return RowFate.EXPIRE;
        }
        if (hit("missing", index, faults.missing())) {
            return RowFate.MISSING;
        }
        if (hit("error", index, faults.error())) {
            return faults.errorStatus() < 500 ? RowFate.INVALID_REQUEST : RowFate.SERVER_ERROR;
        }
        return hit("duplicate", index, faults.duplicate()) ? RowFate.DUPLICATE : RowFate.ANSWER;
    }

    private boolean hit(String what, int index, double fraction) {
        return fraction > 0 && Hash.unit(batchId + what, index) < fraction;
    }
}

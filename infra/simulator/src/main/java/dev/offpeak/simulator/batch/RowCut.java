package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.http.Hash;

/// Which rows were done when the batch ended; rows run in a shuffled order.
///
/// @param finished so many rows had been run
/// @param swallowed the last of them is lost: counted as completed, present in no file, as seen after cancels
public record RowCut(int rows, int finished, boolean swallowed, String batchId) {

    public boolean reached(int index) {
        return rank(index) < finished;
    }

    public boolean lost(int index) {
        return swallowed && rank(index) == finished - 1;
    }

    // A multiplicative permutation: no table of 50,000 positions to keep.
    private long rank(int index) {
        long step = Math.floorMod(Hash.of(batchId), (long) rows);
        while (gcd(step, rows) != 1) {
            step++;
        }
        return (index * step + rows / 2) % rows;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}

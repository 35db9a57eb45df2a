package dev.offpeak.cli.chaos;

/// All lines of the ledger table together; money in nano-dollars.
///
/// @param duplicate paid for answers to jobs that had theirs already
/// @param canceled paid for answers to jobs that had ended otherwise
/// @param doubt direct calls whose answer was lost
record Ledger(long succeeded, long failed, long paid, long duplicate, long canceled, long doubt) {
    static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0);

    Ledger plus(Ledger other) {
        return new Ledger(
                succeeded + other.succeeded,
                failed + other.failed,
                paid + other.paid,
                duplicate + other.duplicate,
                canceled + other.canceled,
                doubt + other.doubt);
    }

    long spent() {
        return paid + duplicate + canceled;
    }
}

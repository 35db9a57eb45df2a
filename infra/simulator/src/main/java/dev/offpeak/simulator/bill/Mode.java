package dev.offpeak.simulator.bill;

import java.util.Locale;

/// How a call was made, which decides its price.
public enum Mode {
    SYNC,
    BATCH;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.offpeak.core.id;

import java.util.regex.Pattern;

/// The provider's own id of a batch, e.g. `batch_…` or `msgbatch_…`.
public record BatchId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public BatchId {
        Text.require("batch id", value, SHAPE);
    }

    @Override
    public String toString() {
        return value;
    }
}

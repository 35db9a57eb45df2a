package dev.offpeak.core.id;

/// The provider's own id of a batch, e.g. `batch_…` or `msgbatch_…`.
public record BatchId(String value) {
    public BatchId {
        Text.require("batch id", value, "[A-Za-z0-9_.-]{1,128}");
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.offpeak.core.id;

/// Whose job it is; comes from the authorizer or the queue, never from a job's body.
public record TenantId(String value) {
    public TenantId {
        Text.require("tenant", value, "[A-Za-z0-9_.-]{1,64}");
    }

    @Override
    public String toString() {
        return value;
    }
}

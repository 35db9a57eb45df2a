package dev.offpeak.core.id;

import java.util.regex.Pattern;

/// Whose job it is; comes from the authorizer or the queue, never from a job's body.
public record TenantId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    public TenantId {
        Text.require("tenant", value, SHAPE);
    }

    @Override
    public String toString() {
        return value;
    }
}

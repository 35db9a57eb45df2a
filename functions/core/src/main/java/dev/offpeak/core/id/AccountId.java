package dev.offpeak.core.id;

import java.util.regex.Pattern;

/// One provider credential (organisation, project or workspace) with its own limits.
public record AccountId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    public AccountId {
        Text.require("account", value, SHAPE);
    }

    @Override
    public String toString() {
        return value;
    }
}

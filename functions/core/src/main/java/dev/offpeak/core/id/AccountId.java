package dev.offpeak.core.id;

/// One provider credential (organisation, project or workspace) with its own limits.
public record AccountId(String value) {
    public AccountId {
        Text.require("account", value, "[a-z0-9][a-z0-9-]{0,63}");
    }

    @Override
    public String toString() {
        return value;
    }
}

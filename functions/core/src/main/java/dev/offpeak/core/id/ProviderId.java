package dev.offpeak.core.id;

/// A provider's short name, as callers write it: `openai`, `anthropic`.
public record ProviderId(String value) {
    public ProviderId {
        Text.require("provider", value, "[a-z][a-z0-9-]{0,31}");
    }

    @Override
    public String toString() {
        return value;
    }
}

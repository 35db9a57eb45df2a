package dev.offpeak.core.id;

import java.util.regex.Pattern;

/// A provider's short name, as callers write it: `openai`, `anthropic`.
public record ProviderId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public ProviderId {
        Text.require("provider", value, SHAPE);
    }

    @Override
    public String toString() {
        return value;
    }
}

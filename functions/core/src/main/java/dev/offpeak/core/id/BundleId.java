package dev.offpeak.core.id;

import java.util.regex.Pattern;

/// One bundle: our packed set of segments.
public record BundleId(String value) {
    private static final Pattern SHAPE = Pattern.compile("bundle_[0-9a-z]{1,57}");

    public BundleId {
        Text.require("bundle id", value, SHAPE);
    }

    @Override
    public String toString() {
        return value;
    }
}

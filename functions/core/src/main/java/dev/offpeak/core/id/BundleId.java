package dev.offpeak.core.id;

/// One bundle: our packed set of segments.
public record BundleId(String value) {
    public BundleId {
        Text.require("bundle id", value, "bundle_[0-9a-z]{1,57}");
    }

    @Override
    public String toString() {
        return value;
    }
}

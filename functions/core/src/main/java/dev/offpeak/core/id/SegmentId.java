package dev.offpeak.core.id;

/// One segment of request lines.
public record SegmentId(String value) {
    public SegmentId {
        Text.require("segment id", value, "seg_[0-9a-z]{1,60}");
    }

    @Override
    public String toString() {
        return value;
    }
}

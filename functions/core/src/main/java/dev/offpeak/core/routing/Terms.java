package dev.offpeak.core.routing;

/// What a caller wants where keeping a promise costs money.
public record Terms(OnLate onLate, OnDoubt onDoubt) {
    public static final Terms DEFAULT = new Terms(OnLate.EXPRESS, OnDoubt.FAIL);
}

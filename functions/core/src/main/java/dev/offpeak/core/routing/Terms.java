package dev.offpeak.core.routing;

/// What a caller wants where money is at stake.
///
/// @param share whether one paid call may answer this job and identical ones of the same tenant
public record Terms(OnLate onLate, OnDoubt onDoubt, boolean share) {
    public static final Terms DEFAULT = new Terms(OnLate.EXPRESS, OnDoubt.FAIL, false);
}

package dev.offpeak.core.routing;

/// The price and latency class a job runs in.
public enum Lane {
    /// Full price, now.
    SYNC,
    /// About half price, minutes, where the provider sells it.
    FLEX,
    /// Half price, hours.
    BATCH
}

package dev.offpeak.simulator.batch;

import java.time.Instant;

/// What a batch is from its first moment on; with the clock it decides the schedule.
///
/// @param createdAt later than its create call where it is to land late
public record BatchBirth(String id, Instant createdAt, BatchFaults faults, BatchWork work) {}

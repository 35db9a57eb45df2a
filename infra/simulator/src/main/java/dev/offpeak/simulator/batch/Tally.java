package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.bill.Usage;
import java.util.Optional;

/// What became of the rows of an ended batch.
///
/// @param output id of the file with the answered rows, if there are any
/// @param errors id of the file with the other rows, if there are any
public record Tally(
        int succeeded,
        int failed,
        int expired,
        int cancelled,
        Usage usage,
        Optional<String> output,
        Optional<String> errors) {}

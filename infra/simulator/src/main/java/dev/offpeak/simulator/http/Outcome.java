package dev.offpeak.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.bill.Usage;

/// What became of one model call, synchronous or a row of a batch.
public sealed interface Outcome {
    record Answered(ObjectNode body, String model, Usage usage) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
}

package dev.offpeak.cli.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.cli.json.Json;

/// One job of a chaos run, told from all others by its label and by a number in its prompt.
///
/// @param json what is sent, its name included where it has one
record Item(int number, Door door, Fate fate, ObjectNode json) {

    /// How it gets to Offpeak.
    enum Door {
        /// A line of an NDJSON upload.
        UPLOAD,
        /// A call of its own.
        SINGLE,
        /// A message on the jobs queue with an `id`.
        NAMED,
        /// A message on the jobs queue that only SQS has a name for.
        NAMELESS
    }

    /// What has to become of it.
    enum Fate {
        /// Answered by the provider, in a batch or directly.
        ANSWERED,
        /// Refused by the provider.
        FAILED,
        /// No job: refused by the gateway, or by intake where it came on the queue.
        REJECTED,
        /// No JSON either: it ends in the dead queue.
        UNREADABLE
    }

    String label() {
        return "chaos-" + number;
    }

    boolean isOnQueue() {
        return door == Door.NAMED || door == Door.NAMELESS;
    }

    String text() {
        return fate == Fate.UNREADABLE ? "no job at all, number " + number : Json.write(json);
    }
}

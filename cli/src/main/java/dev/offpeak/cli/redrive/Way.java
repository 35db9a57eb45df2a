package dev.offpeak.cli.redrive;

import dev.offpeak.core.queue.Envelope;

/// What is to be done with a dead letter.
sealed interface Way {
    /// Sent as it is: it says itself which job it is.
    record AsItIs(Queue to, String job) implements Way {}

    /// Sent sealed, under the id it has had so far: on its own it would become a new job.
    record Sealed(Envelope envelope) implements Way {}

    record Stays(String why) implements Way {}

    /// Where it goes.
    enum Queue {
        JOBS,
        EXPRESS
    }
}

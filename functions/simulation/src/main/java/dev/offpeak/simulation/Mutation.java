package dev.offpeak.simulation;

import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.SyncApi;

/// A naive design put in the place of a careful one, from outside: the simulation is only worth something if it
/// rejects it.
interface Mutation {
    /// The product as it is.
    Mutation NONE = new Mutation() {};

    default Ports ports(Ports ports) {
        return ports;
    }

    default BatchApi batches(BatchApi real) {
        return real;
    }

    default SyncApi calls(SyncApi real) {
        return real;
    }

    /// Whether messages are deleted before their function has worked on them.
    default boolean acknowledgesFirst() {
        return false;
    }
}

/// The whole product in virtual time: the real use cases over fakes that fail as the cloud and the providers do, and
/// the invariants that have to hold whatever happens. Start with [dev.offpeak.simulation.Simulation].
@NullMarked
package dev.offpeak.simulation;

import org.jspecify.annotations.NullMarked;

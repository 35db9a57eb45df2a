/// Trouble on demand: rules that make the next calls or batches misbehave.
@NullMarked
package dev.offpeak.simulator.faults;

import org.jspecify.annotations.NullMarked;

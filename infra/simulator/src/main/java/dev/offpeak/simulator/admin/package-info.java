/// The back door for tests: clock, faults, state and bill.
@NullMarked
package dev.offpeak.simulator.admin;

import org.jspecify.annotations.NullMarked;

/// Virtual time: a day of batch processing in the time a test has.
@NullMarked
package dev.offpeak.simulator.clock;

import org.jspecify.annotations.NullMarked;

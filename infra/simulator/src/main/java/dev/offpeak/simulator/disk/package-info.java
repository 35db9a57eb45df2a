/// Files that outlive a killed process.
@NullMarked
package dev.offpeak.simulator.disk;

import org.jspecify.annotations.NullMarked;

/// What a restart has to know: every fact a client was told of, in the order it became true.
@NullMarked
package dev.offpeak.simulator.journal;

import org.jspecify.annotations.NullMarked;

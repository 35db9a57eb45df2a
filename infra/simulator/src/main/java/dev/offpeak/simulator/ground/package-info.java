/// What both providers stand on.
@NullMarked
package dev.offpeak.simulator.ground;

import org.jspecify.annotations.NullMarked;

/// What the providers would have charged for; an outside check on who paid twice.
@NullMarked
package dev.offpeak.simulator.bill;

import org.jspecify.annotations.NullMarked;

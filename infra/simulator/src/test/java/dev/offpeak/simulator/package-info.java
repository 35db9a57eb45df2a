@NullMarked
package dev.offpeak.simulator;

import org.jspecify.annotations.NullMarked;

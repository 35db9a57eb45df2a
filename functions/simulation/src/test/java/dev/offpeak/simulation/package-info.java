@NullMarked
package dev.offpeak.simulation;

import org.jspecify.annotations.NullMarked;

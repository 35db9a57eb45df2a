/// Deterministic model answers whose quality a test can judge.
@NullMarked
package dev.offpeak.simulator.answers;

import org.jspecify.annotations.NullMarked;

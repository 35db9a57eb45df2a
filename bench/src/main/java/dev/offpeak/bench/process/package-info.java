/// The other processes of a benchmark: the measured JVM and what it talks to.
@NullMarked
package dev.offpeak.bench.process;

import org.jspecify.annotations.NullMarked;

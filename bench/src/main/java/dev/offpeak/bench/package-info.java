/// Benchmarks of the paths where megabytes and money go, through the functions' own code.
@NullMarked
package dev.offpeak.bench;

import org.jspecify.annotations.NullMarked;

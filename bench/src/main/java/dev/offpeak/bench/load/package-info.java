/// Work to measure with: requests, results, and stores that keep nothing.
@NullMarked
package dev.offpeak.bench.load;

import org.jspecify.annotations.NullMarked;

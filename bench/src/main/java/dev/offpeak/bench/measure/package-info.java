/// What a stretch of code costs: time, CPU, heap.
@NullMarked
package dev.offpeak.bench.measure;

import org.jspecify.annotations.NullMarked;

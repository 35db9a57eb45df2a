/// Runs the express lane: direct calls in the background.
@NullMarked
package dev.offpeak.workers.runner;

import org.jspecify.annotations.NullMarked;

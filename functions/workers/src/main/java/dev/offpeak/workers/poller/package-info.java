/// Follows batches to their end and imports their results.
@NullMarked
package dev.offpeak.workers.poller;

import org.jspecify.annotations.NullMarked;

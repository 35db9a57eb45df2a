/// Plays the SQS event source mapping: batches, partial failures, concurrency.
@NullMarked
package dev.offpeak.local.queue;

import org.jspecify.annotations.NullMarked;

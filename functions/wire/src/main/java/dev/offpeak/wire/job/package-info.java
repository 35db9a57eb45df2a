/// The job as JSON: what callers post, producers drop on the queue, and functions pass on, byte for byte.
@NullMarked
package dev.offpeak.wire.job;

import org.jspecify.annotations.NullMarked;

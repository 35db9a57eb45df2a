/// Ends for what takes too long.
@NullMarked
package dev.offpeak.wire.deadline;

import org.jspecify.annotations.NullMarked;

/// The request lines of a bundle: read from its segments, sent, put back for another attempt, or ended.
@NullMarked
package dev.offpeak.workers.lines;

import org.jspecify.annotations.NullMarked;

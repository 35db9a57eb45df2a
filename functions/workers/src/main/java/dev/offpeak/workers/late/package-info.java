/// What would be too late: jobs that are taken from their bundle or batch so that they end in time.
@NullMarked
package dev.offpeak.workers.late;

import org.jspecify.annotations.NullMarked;

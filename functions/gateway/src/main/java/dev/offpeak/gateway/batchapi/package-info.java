/// The providers' batch APIs: batches of callers, each line of them a job like any other.
@NullMarked
package dev.offpeak.gateway.batchapi;

import org.jspecify.annotations.NullMarked;

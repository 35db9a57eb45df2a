/// The life of a batch in virtual time, common to both providers.
@NullMarked
package dev.offpeak.simulator.batch;

import org.jspecify.annotations.NullMarked;

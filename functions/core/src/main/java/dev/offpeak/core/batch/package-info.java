/// Batches: the provider's object, from adoption to imported results.
@NullMarked
package dev.offpeak.core.batch;

import org.jspecify.annotations.NullMarked;

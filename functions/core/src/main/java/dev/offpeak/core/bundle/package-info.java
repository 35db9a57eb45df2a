/// Bundles: packing segments into provider batches, and the intent to submit one.
@NullMarked
package dev.offpeak.core.bundle;

import org.jspecify.annotations.NullMarked;

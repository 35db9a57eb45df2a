/// Segments: immutable runs of request lines waiting for a bundle.
@NullMarked
package dev.offpeak.core.segment;

import org.jspecify.annotations.NullMarked;

/// Many round trips at once.
@NullMarked
package dev.offpeak.wire.parallel;

import org.jspecify.annotations.NullMarked;

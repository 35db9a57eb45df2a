/// Many round trips at once.
@NullMarked
package dev.offpeak.workers.parallel;

import org.jspecify.annotations.NullMarked;

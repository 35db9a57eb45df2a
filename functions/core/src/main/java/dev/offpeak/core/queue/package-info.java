/// Messages between functions, and the proof that we wrote them.
@NullMarked
package dev.offpeak.core.queue;

import org.jspecify.annotations.NullMarked;

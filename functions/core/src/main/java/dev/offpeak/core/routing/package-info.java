/// The rule: who is waiting, until when, and the cheapest lane that still meets it.
@NullMarked
package dev.offpeak.core.routing;

import org.jspecify.annotations.NullMarked;

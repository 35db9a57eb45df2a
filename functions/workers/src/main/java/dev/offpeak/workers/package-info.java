/// The worker functions, put together.
@NullMarked
package dev.offpeak.workers;

import org.jspecify.annotations.NullMarked;

/// The worker functions against fakes of every port, and against the simulator where a provider's behaviour matters.
@NullMarked
package dev.offpeak.workers;

import org.jspecify.annotations.NullMarked;

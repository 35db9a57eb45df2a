/// Request quotas over windows of virtual time.
@NullMarked
package dev.offpeak.simulator.limits;

import org.jspecify.annotations.NullMarked;

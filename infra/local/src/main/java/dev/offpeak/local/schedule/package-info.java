/// Plays EventBridge Scheduler.
@NullMarked
package dev.offpeak.local.schedule;

import org.jspecify.annotations.NullMarked;

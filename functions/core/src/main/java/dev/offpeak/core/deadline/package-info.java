/// How late is too late: when a batch has to be cancelled so that what is left of it can still be done in time.
@org.jspecify.annotations.NullMarked
package dev.offpeak.core.deadline;

/// The support tickets of the night job.
@NullMarked
package dev.offpeak.cli.tickets;

import org.jspecify.annotations.NullMarked;

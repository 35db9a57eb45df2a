@NullMarked
package dev.offpeak.cli.tickets;

import org.jspecify.annotations.NullMarked;

/// Starting, finding and stopping Offpeak on this machine.
@NullMarked
package dev.offpeak.cli.stack;

import org.jspecify.annotations.NullMarked;

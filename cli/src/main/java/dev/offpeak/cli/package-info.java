/// The `offpeak` command line.
@NullMarked
package dev.offpeak.cli;

import org.jspecify.annotations.NullMarked;

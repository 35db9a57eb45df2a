/// What the person in front of the terminal sees.
@NullMarked
package dev.offpeak.cli.terminal;

import org.jspecify.annotations.NullMarked;

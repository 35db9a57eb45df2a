@NullMarked
package dev.offpeak.cli.terminal;

import org.jspecify.annotations.NullMarked;

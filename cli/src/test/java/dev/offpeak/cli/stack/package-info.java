@NullMarked
package dev.offpeak.cli.stack;

import org.jspecify.annotations.NullMarked;

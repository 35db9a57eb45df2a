@NullMarked
package dev.offpeak.cli.chaos;

import org.jspecify.annotations.NullMarked;

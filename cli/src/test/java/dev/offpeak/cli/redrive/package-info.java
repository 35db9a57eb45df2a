@NullMarked
package dev.offpeak.cli.redrive;

import org.jspecify.annotations.NullMarked;

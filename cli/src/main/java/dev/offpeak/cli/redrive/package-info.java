/// Sending dead letters back without making new jobs of them.
@NullMarked
package dev.offpeak.cli.redrive;

import org.jspecify.annotations.NullMarked;

/// The chaos run: parts of a stack are killed while jobs flow, and afterwards nothing may be lost or paid twice.
@NullMarked
package dev.offpeak.cli.chaos;

import org.jspecify.annotations.NullMarked;

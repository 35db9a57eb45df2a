@NullMarked
package dev.offpeak.emulators;

import org.jspecify.annotations.NullMarked;

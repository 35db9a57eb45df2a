/// Reads the SAM template into typed values, and refuses what it does not know.
@NullMarked
package dev.offpeak.local.template;

import org.jspecify.annotations.NullMarked;

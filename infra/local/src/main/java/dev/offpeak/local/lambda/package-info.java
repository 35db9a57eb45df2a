/// Runs function packages as Lambda does: one process per sandbox, fed by a Runtime API server of its own.
@NullMarked
package dev.offpeak.local.lambda;

import org.jspecify.annotations.NullMarked;

/// The providers' batch APIs as callers meet them here: their batches and files, and what is shown of them.
@NullMarked
package dev.offpeak.core.surface;

import org.jspecify.annotations.NullMarked;

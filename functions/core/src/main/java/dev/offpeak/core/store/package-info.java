/// What every store answers with, and the store for bytes.
@NullMarked
package dev.offpeak.core.store;

import org.jspecify.annotations.NullMarked;

/// Prices, usage and the ledger; money is integer nano-dollars.
@NullMarked
package dev.offpeak.core.pricing;

import org.jspecify.annotations.NullMarked;

/// Anthropic: its request and result lines, its message batches, its prices.
@NullMarked
package dev.offpeak.anthropic;

import org.jspecify.annotations.NullMarked;

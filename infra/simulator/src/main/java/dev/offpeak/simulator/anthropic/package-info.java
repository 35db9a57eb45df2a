/// The Anthropic surface: messages, token counts and message batches.
@NullMarked
package dev.offpeak.simulator.anthropic;

import org.jspecify.annotations.NullMarked;

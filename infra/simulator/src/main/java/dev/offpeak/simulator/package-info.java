/// A stateful stand-in for the OpenAI and Anthropic HTTP APIs, batches included.
@NullMarked
package dev.offpeak.simulator;

import org.jspecify.annotations.NullMarked;

/// The OpenAI surface: files, batches and the synchronous endpoints.
@NullMarked
package dev.offpeak.simulator.openai;

import org.jspecify.annotations.NullMarked;

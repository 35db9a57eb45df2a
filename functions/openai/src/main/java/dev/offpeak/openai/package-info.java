/// OpenAI: its request and result lines, its files and batches, its prices.
@NullMarked
package dev.offpeak.openai;

import org.jspecify.annotations.NullMarked;

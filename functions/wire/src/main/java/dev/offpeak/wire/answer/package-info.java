/// Answers read while they pass: JSON objects and streams of events.
@NullMarked
package dev.offpeak.wire.answer;

import org.jspecify.annotations.NullMarked;

/// Text as the bytes that are sent.
@NullMarked
package dev.offpeak.wire.text;

import org.jspecify.annotations.NullMarked;

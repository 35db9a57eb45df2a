/// A thin transport that knows whether a request can have arrived.
@NullMarked
package dev.offpeak.wire.http;

import org.jspecify.annotations.NullMarked;

/// The function's side of the Lambda Runtime API: invocations in, streamed answers out.
@NullMarked
package dev.offpeak.gateway.runtime;

import org.jspecify.annotations.NullMarked;

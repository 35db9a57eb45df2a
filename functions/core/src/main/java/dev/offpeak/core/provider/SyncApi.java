package dev.offpeak.core.provider;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;

/// A provider's synchronous API behind one account. One call, no retries, no change to the bytes.
public interface SyncApi {
    SyncOutcome call(Request request, Duration timeout);

    /// Sends and hands the answer over as it comes in.
    default OpenOutcome open(DirectCall call, Patience patience) {
        // for accounts whose answers are there at once
        return switch (call(new Request(new Endpoint(call.path()), call.headers(), call.body()), patience.end())) {
            case SyncOutcome.Answered(int status, var headers, var body) ->
                new OpenOutcome.Answering(
                        status, headers, new ByteArrayInputStream(body.array(), body.offset(), body.length()));
            case SyncOutcome.NotSent(var why) -> new OpenOutcome.NotSent(why);
            case SyncOutcome.InDoubt(var why) -> new OpenOutcome.InDoubt(why);
        };
    }

    sealed interface OpenOutcome {
        /// The provider has begun to answer; any status.
        ///
        /// @param body fails, rather than ends, when the answer is cut short; closing it early ends the call
        record Answering(int status, Headers headers, InputStream body) implements OpenOutcome {
            public boolean succeeded() {
                return status >= 200 && status < 300;
            }
        }

        /// The request definitely never reached the provider whole.
        record NotSent(String why) implements OpenOutcome {}

        /// It was sent and no answer came: it may have been done, and paid.
        record InDoubt(String why) implements OpenOutcome {}
    }

    sealed interface SyncOutcome {
        /// The provider answered; any status, its headers and body untouched.
        record Answered(int status, Headers headers, Body body) implements SyncOutcome {
            public boolean succeeded() {
                return status >= 200 && status < 300;
            }
        }

        /// The request definitely never reached the provider whole.
        record NotSent(String why) implements SyncOutcome {}

        /// It was sent and the answer is lost: it may have been done, and paid.
        record InDoubt(String why) implements SyncOutcome {}
    }
}

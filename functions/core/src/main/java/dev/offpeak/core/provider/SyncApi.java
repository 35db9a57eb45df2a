package dev.offpeak.core.provider;

import java.time.Duration;

/// A provider's synchronous API behind one account. One call, no retries, no change to the bytes.
public interface SyncApi {
    SyncOutcome call(Request request, Duration timeout);

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

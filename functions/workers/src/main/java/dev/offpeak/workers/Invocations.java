package dev.offpeak.workers;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Instant;

/// What every invocation has.
public final class Invocations {
    private Invocations() {}

    /// When Lambda ends it, whatever it is doing then.
    public static Instant end(Context context, Instant now) {
        return now.plusMillis(context.getRemainingTimeInMillis());
    }
}

package dev.offpeak.workers.poller;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.offpeak.workers.Invocations;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// Runs the poller once; the schedule's event says nothing.
@Named("poller")
public final class PollerHandler implements RequestStreamHandler {
    private final FollowBatches follow;
    private final InstantSource clock;

    @Inject
    public PollerHandler(FollowBatches follow, InstantSource clock) {
        this.follow = follow;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        int looked = follow.run(Invocations.end(context, clock.instant()));
        output.write(("{\"looked\":" + looked + "}").getBytes(StandardCharsets.UTF_8));
    }
}

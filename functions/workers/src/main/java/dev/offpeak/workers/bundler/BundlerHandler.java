package dev.offpeak.workers.bundler;

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

/// Runs the bundler once; the schedule's event says nothing.
@Named("bundler")
public final class BundlerHandler implements RequestStreamHandler {
    private final PackBundles pack;
    private final InstantSource clock;

    @Inject
    public BundlerHandler(PackBundles pack, InstantSource clock) {
        this.pack = pack;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var report = pack.run(Invocations.end(context, clock.instant()));
        output.write(("{\"resumed\":" + report.resumed() + ",\"sealed\":" + report.sealed() + ",\"submitted\":"
                        + report.submitted() + "}")
                .getBytes(StandardCharsets.UTF_8));
    }
}

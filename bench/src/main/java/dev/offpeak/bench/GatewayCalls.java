package dev.offpeak.bench;

import dev.offpeak.bench.gateway.InteractiveCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// What the gateway costs a caller who waits, beside other proxies.
public final class GatewayCalls {
    private static final String DEFAULTS = "requests=5000 warm-up=5000 slow-requests=200 slow-ms=50 request-bytes=2000"
            + " answer-bytes=2000 stream=no jfr= portkey=bench/target/portkey/node_modules/@portkey-ai/gateway";

    private GatewayCalls() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var options = Options.parse(DEFAULTS, args);
        InteractiveCalls.measure(new InteractiveCalls.Wanted(
                Path.of("").toAbsolutePath(),
                Path.of(options.text("portkey")).toAbsolutePath(),
                options.oneOf("stream", "no", "yes").equals("yes"),
                options.number("request-bytes"),
                options.number("answer-bytes"),
                options.number("warm-up"),
                options.number("requests"),
                options.number("slow-requests"),
                Duration.ofMillis(options.number("slow-ms")),
                options.text("jfr")));
    }
}

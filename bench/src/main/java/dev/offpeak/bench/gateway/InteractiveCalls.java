package dev.offpeak.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Measures what the gateway adds to a call that somebody waits for.
public final class InteractiveCalls {
    private static final int EVENTS = 50;

    private InteractiveCalls() {}

    /// @param project the checkout whose packaged gateway is measured
    /// @param portkey folder of the npm package; nothing is compared with it where that is not there
    /// @param stream whether answers are streams of 50 events
    public record Wanted(
            Path project,
            Path portkey,
            boolean stream,
            int requestBytes,
            int answerBytes,
            int warmUp,
            int requests,
            int slowRequests,
            Duration slow,
            String jfr) {}

    public static void measure(Wanted wanted) throws IOException, InterruptedException {
        var home = GatewayBench.home(wanted.project());
        var zip = wanted.project().resolve("functions/gateway/target/function.zip");
        var code = Gateway.unpacked(zip, home.resolve("gateway"));
        try (var stub = new Stub(wanted.answerBytes(), EVENTS)) {
            new GatewayBench(
                            code,
                            home,
                            Optional.of(wanted.portkey()).filter(Files::isDirectory),
                            stub,
                            GatewayBench.request(wanted.requestBytes(), wanted.stream()))
                    .run(new GatewayBench.Rounds(
                            wanted.warmUp(), wanted.requests(), wanted.slowRequests(), wanted.slow(), wanted.jfr()));
        }
    }
}

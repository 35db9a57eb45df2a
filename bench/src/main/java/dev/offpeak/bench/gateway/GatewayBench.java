package dev.offpeak.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.bench.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One caller's calls to a provider that takes no time, and to one that takes 50 ms: directly, through the packaged
/// gateway under a Lambda Runtime API, through a plain reverse proxy, and through `@portkey-ai/gateway`.
final class GatewayBench {
    /// What a Lambda function of 512 MB gives its heap, with the collector the functions have.
    private static final List<String> LAMBDA = List.of("-Xmx358m", "-XX:+UseSerialGC");

    /// Nothing is ever collected, so what is used is what was allocated.
    private static final List<String> COUNTING = List.of(
            "-Xmx6g",
            "-Xms6g",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+UseEpsilonGC",
            "-XX:TLABSize=16k",
            "-XX:-ResizeTLAB");

    private static final int MOST_UNCOLLECTED = 50_000;

    private final Path code;
    private final Path home;
    private final Optional<Path> portkey;
    private final Stub stub;
    private final byte[] body;

    /// @param code the gateway's package, unpacked
    /// @param home folder for logs
    /// @param portkey folder of the npm package, if it is there
    GatewayBench(Path code, Path home, Optional<Path> portkey, Stub stub, byte[] body) {
        this.code = code;
        this.home = home;
        this.portkey = portkey;
        this.stub = stub;
        this.body = body;
    }

    /// @param requests of each round that are measured
    /// @param jfr file for a flight recording of the gateway; none if empty
    record Rounds(int warmUp, int requests, int slowRequests, Duration slow, String jfr) {}

    private static List<String> jvm(String jfr) {
        return jfr.isEmpty()
                ? LAMBDA
                : Stream.concat(LAMBDA.stream(), Stream.of("-XX:StartFlightRecording=settings=profile,filename=" + jfr))
                        .toList();
    }

    static byte[] request(int bytes, boolean stream) {
        return ("{\"model\":\"gpt-5.4-mini\"," + (stream ? "\"stream\":true," : "")
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"" + "y".repeat(bytes) + "\"}]}")
                .getBytes(UTF_8);
    }

    void run(Rounds rounds) throws IOException, InterruptedException {
        var plain = Child.start(LAMBDA, PlainProxy.class, List.of(stub.address()));
        try (plain) {
            var targets = new ArrayList<Target>();
            targets.add(new HttpTarget("direct", null, stub.address(), "/v1/chat/completions", "", body));
            targets.add(new Gateway(code, jvm(rounds.jfr()), stub, Gateway.Route.CHAT, body));
            targets.add(new Gateway(code, LAMBDA, stub, Gateway.Route.COUNT_TOKENS, body));
            targets.add(new HttpTarget(
                    "plain proxy", plain.process(), plain.awaitUrl().getAuthority(), "/v1/chat/completions", "", body));
            if (portkey.isPresent()) {
                targets.add(portkey(portkey.get()));
            } else {
                System.out.println("portkey: left out, its package is not there");
            }
            try {
                for (var target : targets) {
                    times(target, rounds.warmUp());
                }
                show("provider takes 0 ms", targets, rounds.requests());
                stub.delay(rounds.slow());
                show("provider takes " + rounds.slow().toMillis() + " ms", targets, rounds.slowRequests());
            } finally {
                stub.delay(Duration.ZERO);
                for (var target : targets) {
                    target.close();
                }
            }
        }
        System.out.println();
        for (var route : Gateway.Route.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-12s allocates %.1f KB per request%n",
                    route.title(),
                    allocation(route, rounds) / 1e3);
        }
    }

    private Target portkey(Path folder) throws IOException, InterruptedException {
        int port = Ports.free();
        var process = new ProcessBuilder(
                        "node", folder.resolve("build/start-server.js").toString(), "--port=" + port, "--headless")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("portkey.log").toFile())
                .start();
        Ports.await(port);
        return new HttpTarget(
                "portkey",
                process,
                "127.0.0.1:" + port,
                "/v1/chat/completions",
                "x-portkey-provider: openai\r\nx-portkey-custom-host: http://" + stub.address() + "/v1\r\n",
                body);
    }

    private static void show(String title, List<Target> targets, int requests)
            throws IOException, InterruptedException {
        System.out.printf(
                "%n%s, %,d requests each%n  %-12s %12s %12s %12s %12s %12s%n",
                title, requests, "", "p50 added", "p99 added", "first byte", "p50", "CPU/request");
        Target.Timing[] direct = {};
        for (var target : targets) {
            var cpu = target.cpu();
            var times = times(target, requests);
            var spent = target.cpu().minus(cpu);
            if (direct.length == 0) {
                direct = times;
            }
            System.out.printf(
                    Locale.ROOT,
                    "  %-12s %9.0f µs %9.0f µs %9.0f µs %9.0f µs %9.0f µs%n",
                    target.name(),
                    micros(times, 50, false) - micros(direct, 50, false),
                    micros(times, 99, false) - micros(direct, 99, false),
                    micros(times, 50, true) - micros(direct, 50, true),
                    micros(times, 50, false),
                    spent.toNanos() / 1e3 / requests);
        }
    }

    private static double micros(Target.Timing[] times, int percentile, boolean first) {
        var sorted = Arrays.stream(times)
                .mapToLong(first ? Target.Timing::firstByte : Target.Timing::lastByte)
                .sorted()
                .toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)] / 1e3;
    }

    private static Target.Timing[] times(Target target, int requests) throws IOException, InterruptedException {
        var times = new Target.Timing[requests];
        for (int i = 0; i < requests; i++) {
            times[i] = target.call();
        }
        return times;
    }

    private double allocation(Gateway.Route route, Rounds rounds) throws IOException, InterruptedException {
        try (var gateway = new Gateway(code, COUNTING, stub, route, body)) {
            // without a collector the heap holds no more than this
            times(gateway, Math.min(rounds.warmUp(), MOST_UNCOLLECTED));
            long before = gateway.allocated();
            times(gateway, rounds.requests());
            return (gateway.allocated() - before) / (double) rounds.requests();
        }
    }

    static Path home(Path project) throws IOException {
        return Files.createDirectories(project.resolve("bench/target/gateway"));
    }
}

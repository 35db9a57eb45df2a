package dev.offpeak.bench;

import dev.offpeak.bench.calls.CallCounter.Call;
import dev.offpeak.bench.calls.Cloud;
import dev.offpeak.bench.calls.Way;
import dev.offpeak.bench.calls.WriteUnits.Use;
import dev.offpeak.bench.load.Requests;
import dev.offpeak.bench.load.Target;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.JobState;
import dev.offpeak.simulator.Simulator;
import dev.offpeak.simulator.SimulatorConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Counts the AWS calls and the DynamoDB write units that jobs cost on their way from the gateway's message to their
/// settled row: real adapters on the emulators, the simulator for the provider.
public final class CallsPer1000 {
    private static final String DEFAULTS = "jobs=1000 line-bytes=2000 scenario=all";
    private static final String LOOK = "5 poller, one look at a running batch";
    private static final String IMPORT = "6 poller, import";

    private CallsPer1000() {}

    /// @param perUpload jobs in one upload; 1 for single jobs, each in a message of its own
    /// @param perRun messages in one run of intake
    private record Scenario(String name, int perUpload, int perRun) {}

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("single, 100 to an intake run", 1, 100),
            new Scenario("single, 1,000 to an intake run", 1, 1_000),
            new Scenario("bulk, uploads of 100", 100, 10),
            new Scenario("bulk, uploads of 1,000", 1_000, 10));

    public static void main(String[] args) throws IOException {
        var options = Options.parse(DEFAULTS, args);
        int jobs = options.number("jobs");
        try (var cloud = new Cloud();
                var simulator = Simulator.start(SimulatorConfig.defaults())) {
            for (var scenario : SCENARIOS) {
                if (options.text("scenario").equals("all") || scenario.name().contains(options.text("scenario"))) {
                    run(cloud, simulator, scenario, jobs, options.number("line-bytes"));
                }
            }
        }
        System.exit(0);
    }

    private static void run(Cloud cloud, Simulator simulator, Scenario scenario, int jobs, int lineBytes)
            throws IOException {
        var way = new Way(cloud, Accounts.at(simulator.baseUrl()), simulator.clock());
        var requests = new Requests(
                Target.OPENAI,
                lineBytes,
                jobs,
                way.ids(),
                new TenantId("bench"),
                simulator.now().truncatedTo(ChronoUnit.MILLIS));
        if (scenario.perUpload() == 1) {
            way.submitSingles(requests, jobs);
        } else {
            way.submitUploads(requests, jobs, scenario.perUpload());
        }
        way.takeIn(Math.ceilDiv(jobs, scenario.perUpload()), scenario.perRun());
        simulator.advance(Duration.ofMinutes(16));
        require(way.bundle().submitted() == 1, "one batch submitted");
        require(way.poll(LOOK) == 1, "one batch looked at");
        simulator.advance(Duration.ofHours(2));
        require(way.poll(IMPORT) == 1, "one batch looked at again");
        way.calls().phase("check");
        require(settled(way, requests, scenario, jobs) == jobs, "all jobs settled");
        print(scenario, way, jobs);
    }

    private static long settled(Way way, Requests requests, Scenario scenario, int jobs) {
        return IntStream.range(0, jobs)
                .mapToObj(i -> id(way, requests, scenario, i))
                .filter(id -> way.jobs()
                        .find(id)
                        .filter(row -> row.state() instanceof JobState.Settled)
                        .isPresent())
                .count();
    }

    private static JobId id(Way way, Requests requests, Scenario scenario, int number) {
        if (scenario.perUpload() == 1) {
            return requests.customId(number).job();
        }
        int from = number - number % scenario.perUpload();
        return way.ids().ofUpload(requests.tenant(), requests.acceptedAt(), "upload-" + from, number - from + 1);
    }

    private static void print(Scenario scenario, Way way, int jobs) {
        var lines = new TreeMap<String, Double>();
        var sums = new TreeMap<String, Double>();
        way.calls().counts().forEach((call, count) -> {
            if (!call.phase().equals("check")) {
                add(lines, sums, call, 1000.0 * count / jobs);
            }
        });
        way.units().units().forEach((use, count) -> add(lines, sums, use, 1000.0 * count / jobs));
        System.out.printf(Locale.ROOT, "%n%s, per 1,000 jobs (%,d jobs in one batch)%n", scenario.name(), jobs);
        lines.forEach((line, count) -> System.out.printf(Locale.ROOT, "  %-72s %,10.1f%n", line, count));
        sums.forEach((line, count) -> System.out.printf(Locale.ROOT, "  %-72s %,10.1f%n", line, count));
    }

    private static void add(Map<String, Double> lines, Map<String, Double> sums, Call call, double count) {
        lines.merge("calls  " + call.phase() + ": " + call.operation(), count, Double::sum);
        sums.merge("sum of calls", count, Double::sum);
        sums.merge("sum of calls, " + call.operation().split(" ")[0], count, Double::sum);
    }

    private static void add(Map<String, Double> lines, Map<String, Double> sums, Use use, double count) {
        if (count > 0) {
            lines.merge(
                    "units  " + use.phase() + ": table " + use.table() + (use.index() ? ", index" : ""),
                    count,
                    Double::sum);
            sums.merge("sum of write units", count, Double::sum);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("not as expected: " + what);
        }
    }
}

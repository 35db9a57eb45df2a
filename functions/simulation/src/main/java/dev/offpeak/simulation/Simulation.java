package dev.offpeak.simulation;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.gateway.jobs.JobLookup;
import dev.offpeak.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/// One run of the whole product in virtual time, from the first request until nothing is left to do.
final class Simulation {
    /// Nothing may take longer than this after the last deadline.
    private static final Duration AT_MOST = Duration.ofDays(4);

    private static final int MOST_STEPS = 400_000;

    private final VirtualTime time = new VirtualTime();
    private final Trace trace;
    private final Scenario scenario;
    private final Stage stage;
    private final Cloud cloud;
    private final Accepted accepted;
    private final Invariants invariants;
    private final FakeProvider openAi;
    private final FakeProvider anthropic;
    private final Traffic traffic;
    private final JobIds ids = new JobIds(Samples.SIGNER);

    /// How a run ended.
    ///
    /// @param violations what did not hold, nothing in a good run
    /// @param steps events that were played
    /// @param followers jobs that were answered by the call of another
    record Verdict(List<String> violations, int steps, int jobs, long followers, Duration took) {
        boolean isGood() {
            return violations.isEmpty();
        }

        Set<String> kinds() {
            return Invariants.kinds(violations);
        }
    }

    /// @param mischief made once the run's time is known
    /// @param reader of the trace, where somebody wants it
    private Simulation(
            Scenario scenario,
            Chance chance,
            Function<VirtualTime, Mischief> mischief,
            Mutation mutation,
            Optional<Consumer<String>> reader) {
        this.scenario = scenario;
        this.trace = reader.map(lines -> Trace.to(time, lines)).orElseGet(() -> Trace.none(time));
        this.stage = new Stage(time, trace, this::bug);
        this.openAi = new FakeProvider(new FakeOpenAi(), time, chance.split(), scenario.openAi(), scenario.invalid());
        this.anthropic =
                new FakeProvider(new FakeAnthropic(), time, chance.split(), scenario.anthropic(), scenario.invalid());
        this.cloud = new Cloud(time, chance.split(), message -> this.accepted().see(message));
        this.accepted = new Accepted(
                scenario.jobs().stream().collect(Collectors.toMap(Scenario.Job::label, job -> job)),
                ids,
                cloud.objects);
        this.invariants = new Invariants(cloud, accepted, List.of(openAi, anthropic), scenario);
        scenario.outage().ifPresent(openAi::breakDown);
        scenario.outage().ifPresent(anthropic::breakDown);
        scenario.jobs().forEach(job -> (job.openAi() ? openAi : anthropic).expect(job.prompt(), job.body()));
        var faulty = mischief.apply(time);
        var faults = new Faults(stage, time, faulty, trace, invariants::written);
        var ports = mutation.ports(cloud.ports(faults));
        var providers = new Providers(List.of(
                provider(openAi, "openai-main", faulty, mutation),
                provider(anthropic, "anthropic-main", faulty, mutation)));
        this.traffic = new Traffic(
                new Traffic.Here(time, stage, cloud, trace),
                chance.split(),
                scenario,
                sandboxes(ports, providers, chance),
                mutation,
                new Traffic.Watch(this::isAccepted, invariants::violate));
    }

    private Accepted accepted() {
        return accepted;
    }

    /// A run by seed alone: scenario, faults and order all follow from it.
    static Verdict run(long seed, Mutation mutation) {
        return seeded(seed, mutation, Optional.empty());
    }

    /// The same, told line by line.
    static Verdict replay(long seed, Mutation mutation, Consumer<String> reader) {
        return seeded(seed, mutation, Optional.of(reader));
    }

    private static Verdict seeded(long seed, Mutation mutation, Optional<Consumer<String>> reader) {
        var chance = new Chance(seed);
        var scenario = Scenario.of(chance.split());
        var rates = SeededMischief.Rates.of(chance);
        var until = scenario.length().dividedBy(chance.percent(50) ? 2 : 1);
        return new Simulation(
                        scenario,
                        chance,
                        time -> new SeededMischief(chance.split(), time, rates, until),
                        mutation,
                        reader)
                .run();
    }

    /// A run of one scenario under a mischief of the caller's.
    static Verdict run(Scenario scenario, Function<VirtualTime, Mischief> mischief, Mutation mutation) {
        return new Simulation(scenario, new Chance(1), mischief, mutation, Optional.empty()).run();
    }

    static Verdict replay(
            Scenario scenario, Function<VirtualTime, Mischief> mischief, Mutation mutation, Consumer<String> reader) {
        return new Simulation(scenario, new Chance(1), mischief, mutation, Optional.of(reader)).run();
    }

    private Provider provider(FakeProvider fake, String account, Mischief mischief, Mutation mutation) {
        var limits = new AccountLimits(
                AccountLimits.UNKNOWN, fake.temper().enqueued(), AccountLimits.Per.ACCOUNT, 2_000, 500);
        var wire = new Wire(fake, stage, time, mischief, trace, invariants::violate);
        return new Provider(
                fake.format().dialect(),
                fake.format().prices(),
                List.of(new Account(new AccountId(account), limits, mutation.batches(wire), mutation.calls(wire))));
    }

    private List<Traffic.Sandbox> sandboxes(Ports ports, Providers providers, Chance chance) {
        var sandboxes = new ArrayList<Traffic.Sandbox>();
        for (var skew : scenario.skews()) {
            sandboxes.add(
                    new Traffic.Sandbox(skew, Functions.of(ports, providers, ids, time.clock(skew), chance.split())));
        }
        return sandboxes;
    }

    private Verdict run() {
        Logs.install();
        Logs.read(this::logged);
        int steps = 0;
        try {
            traffic.begin();
            var last = VirtualTime.START.plus(scenario.length()).plus(AT_MOST);
            while (!traffic.isOver() && invariants.violations().isEmpty() && !isTooLate(steps, last) && time.step()) {
                steps++;
            }
            var took = Duration.between(VirtualTime.START, time.now());
            if (invariants.violations().isEmpty()) {
                if (isTooLate(steps, last)) {
                    invariants.violate("I1: not everything has ended after " + took + ": " + traffic.leftOver());
                }
                finish();
            }
            return new Verdict(
                    invariants.violations(), steps, accepted.entries().size(), invariants.followers(), took);
        } finally {
            stage.clear();
            Logs.stop();
        }
    }

    private boolean isTooLate(int steps, Instant last) {
        return steps > MOST_STEPS || time.now().isAfter(last);
    }

    /// What is under way at the providers goes on to its end, and is charged for, whoever knows of it.
    private void finish() {
        stage.clear();
        int disturbances = stage.disturbances();
        time.passQuietly(Duration.ofDays(2));
        openAi.settleAccounts();
        anthropic.settleAccounts();
        var lookup = new JobLookup(
                ids,
                new JobLookup.Stores(cloud.jobs, cloud.segments, cloud.bundles, cloud.objects),
                time.clock(Duration.ZERO));
        invariants.atTheEnd(lookup, disturbances);
    }

    private boolean isAccepted(JobId id) {
        return accepted.has(id);
    }

    private void bug(Throwable failure) {
        invariants.violate("BUG: " + failure);
    }

    private void logged(String line, LogRecord log) {
        trace.say(
                stage.who(),
                () -> log.getLevel() + " " + line + (log.getThrown() == null ? "" : " " + log.getThrown()));
        invariants.log(line);
        if (log.getThrown() != null && log.getLevel().intValue() >= Level.SEVERE.intValue()) {
            invariants.log(log.getThrown().toString());
            if (!Injected.isCauseOf(log.getThrown())) {
                bug(log.getThrown());
            }
        }
    }
}

package dev.offpeak.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.simulation.Stage.End;
import dev.offpeak.workers.intake.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What sets the functions going: callers, event sources and the schedule.
final class Traffic {
    /// As the template has them.
    private static final Duration GATEWAY_LIMIT = Duration.ofSeconds(29);

    private static final Duration INTAKE_LIMIT = Duration.ofSeconds(30);
    private static final Duration SCHEDULED_LIMIT = Duration.ofSeconds(300);
    private static final Duration RUNNER_LIMIT = Duration.ofSeconds(600);
    private static final int MOST_RUNNERS = 10;
    private static final int MOST_INTAKES = 4;
    private static final int MOST_TRIES = 12;

    private static final Pattern ID = Pattern.compile("\"id\":\"(job_[0-9a-z]{37})\"");

    /// Where everything happens.
    record Here(VirtualTime time, Stage stage, Cloud cloud, Trace trace) {}

    /// One machine with its clock.
    record Sandbox(Duration skew, Functions functions) {}

    /// Who is asked and told about invariants.
    record Watch(Predicate<JobId> accepted, Consumer<String> violations) {}

    private final VirtualTime time;
    private final Stage stage;
    private final Cloud cloud;
    private final Chance chance;
    private final Scenario scenario;
    private final List<Sandbox> sandboxes;
    private final Mutation mutation;
    private final Watch watch;
    private int runners;
    private int intakes;
    private int minutes;
    private int arriving;
    private boolean over;

    Traffic(Here here, Chance chance, Scenario scenario, List<Sandbox> sandboxes, Mutation mutation, Watch watch) {
        this.time = here.time();
        this.stage = here.stage();
        this.cloud = here.cloud();
        this.chance = chance;
        this.scenario = scenario;
        this.sandboxes = List.copyOf(sandboxes);
        this.mutation = mutation;
        this.watch = watch;
    }

    void begin() {
        cloud.toIntake.duplicate(scenario.duplicates());
        cloud.express.duplicate(scenario.duplicates());
        cloud.toIntake.wake(() -> time.after(chance.between(Duration.ZERO, Duration.ofSeconds(5)), this::intake));
        cloud.express.wake(this::runner);
        var bulk = new TreeMap<String, List<Scenario.Job>>();
        for (var job : scenario.jobs()) {
            switch (job.door()) {
                case BULK ->
                    bulk.computeIfAbsent(job.tenant().value(), tenant -> new ArrayList<>())
                            .add(job);
                case QUEUE -> arrive(job.at(), () -> cloud.toIntake.drop(job.tenant(), Body.of(job.json())));
                case GATEWAY -> arrive(job.at(), () -> submit(job, Optional.empty(), MOST_TRIES));
                case KEYED -> arrive(job.at(), () -> submit(job, Optional.of("key-" + job.number()), 0));
            }
        }
        bulk.forEach((tenant, jobs) -> arrive(jobs.getFirst().at(), () -> submitMany(new TenantId(tenant), jobs, 0)));
        time.after(Duration.ofSeconds(20), this::minute);
    }

    /// Whether all is done.
    boolean isOver() {
        return over;
    }

    String leftOver() {
        return "jobs " + cloud.toIntake.isEmpty() + ", express " + cloud.express.isEmpty() + ", open "
                + cloud.hasOpenSegments() + ", bundles " + cloud.hasBundlesUnderWay() + ", batches "
                + cloud.batches.rows().stream().map(Told::of).toList();
    }

    private void arrive(Duration at, Runnable what) {
        arriving++;
        time.after(at, () -> {
            arriving--;
            what.run();
        });
    }

    // ---------------------------------------------------------------- callers

    /// @param tries so far; a caller with a key tries until it is answered
    private void submit(Scenario.Job job, Optional<String> key, int tries) {
        var headers = new HashMap<>(Map.of("content-type", "application/json"));
        key.ifPresent(value -> headers.put("idempotency-key", value));
        post(job.tenant(), job.json(), headers, tries, List.of(job), () -> submit(job, key, tries + 1));
    }

    private void submitMany(TenantId tenant, List<Scenario.Job> jobs, int tries) {
        var lines = String.join("\n", jobs.stream().map(Scenario.Job::json).toList());
        var headers = Map.of(
                "content-type",
                "application/x-ndjson",
                "idempotency-key",
                "bulk-" + tenant + "-" + jobs.getFirst().number());
        post(tenant, lines, headers, tries, jobs, () -> submitMany(tenant, jobs, tries + 1));
    }

    private void post(
            TenantId tenant,
            String body,
            Map<String, String> headers,
            int tries,
            List<Scenario.Job> jobs,
            Runnable again) {
        var sandbox = chance.pick(sandboxes);
        var answered = new boolean[1];
        stage.start(
                "gateway",
                GATEWAY_LIMIT,
                sandbox.skew(),
                until -> {
                    var request = new HttpRequest(
                            "POST", "/v1/jobs", headers, Map.of(), Body.of(body.getBytes(UTF_8)), Optional.empty());
                    var response = sandbox.functions().submit().answer(tenant, request);
                    if (response.status() == 202) {
                        answered[0] = true;
                        acknowledged(tenant, response.body().text(), jobs);
                    }
                },
                end -> {
                    if (tries < MOST_TRIES && (end != End.DONE || !answered[0])) {
                        arrive(Duration.ofSeconds(30), again);
                    }
                });
    }

    private void acknowledged(TenantId tenant, String response, List<Scenario.Job> jobs) {
        var found = ID.matcher(response);
        for (var job : jobs) {
            if (!found.find()) {
                watch.violations().accept("I1: " + job.prompt() + " was not acknowledged");
                return;
            }
            var id = new JobId(found.group(1));
            if (!watch.accepted().test(id)) {
                watch.violations().accept("I1: " + job.prompt() + " was answered 202 and is on no queue");
            }
            job.cancelAfter().ifPresent(wait -> arrive(wait, () -> cancel(tenant, id)));
        }
    }

    private void cancel(TenantId tenant, JobId id) {
        var sandbox = chance.pick(sandboxes);
        stage.start(
                "cancel",
                GATEWAY_LIMIT,
                sandbox.skew(),
                until -> sandbox.functions().cancel().answer(tenant, id.value()),
                end -> {});
    }

    // ---------------------------------------------------------------- event sources

    private void intake() {
        while (intakes < MOST_INTAKES && cloud.toIntake.hasReady()) {
            var messages = cloud.toIntake.receive(chance.between(1, 12));
            if (messages.isEmpty()) {
                return;
            }
            intakes++;
            var sandbox = chance.pick(sandboxes);
            var failed = new ArrayList<String>();
            acknowledgeEarly(cloud.toIntake, messages);
            stage.start(
                    "intake",
                    INTAKE_LIMIT,
                    sandbox.skew(),
                    until -> failed.addAll(sandbox.functions().takeIn().take(deliveries(messages))),
                    end -> {
                        intakes--;
                        if (end == End.DONE) {
                            messages.stream()
                                    .filter(message -> !failed.contains(message.id()))
                                    .forEach(cloud.toIntake::delete);
                        }
                        time.after(Duration.ofMillis(20), this::intake);
                    });
        }
    }

    private static List<Delivery> deliveries(List<Queue.Message> messages) {
        return messages.stream()
                .map(message -> new Delivery(
                        message.id(),
                        message.sentAt(),
                        switch (message.content()) {
                            case Queue.Content.Ours(var envelope) -> new Delivery.Content.Sealed(envelope);
                            case Queue.Content.Dropped(var tenant, var body) ->
                                new Delivery.Content.Dropped(tenant, body);
                        }))
                .toList();
    }

    private void runner() {
        while (runners < MOST_RUNNERS && cloud.express.hasReady()) {
            var messages = cloud.express.receive(1);
            if (messages.isEmpty()) {
                return;
            }
            runners++;
            var sandbox = chance.pick(sandboxes);
            var done = new boolean[1];
            acknowledgeEarly(cloud.express, messages);
            stage.start(
                    "runner",
                    RUNNER_LIMIT,
                    sandbox.skew(),
                    until -> {
                        if (messages.getFirst().content() instanceof Queue.Content.Ours(var envelope)) {
                            done[0] = sandbox.functions().runner().run(envelope, until);
                        }
                    },
                    end -> {
                        runners--;
                        if (end == End.DONE && done[0]) {
                            messages.forEach(cloud.express::delete);
                        }
                        time.after(Duration.ofMillis(20), this::runner);
                    });
        }
    }

    private void acknowledgeEarly(Queue queue, List<Queue.Message> messages) {
        if (mutation.acknowledgesFirst()) {
            messages.forEach(queue::delete);
        }
    }

    // ---------------------------------------------------------------- the schedule

    private void minute() {
        minutes++;
        if (arriving == 0 && stage.isIdle() && cloud.isAtRest()) {
            over = true;
            return;
        }
        if (isBundlersTurn()) {
            scheduled(
                    "bundler", (sandbox, until) -> sandbox.functions().bundler().run(until));
        }
        if (!cloud.batches.due(time.now().plus(Duration.ofMinutes(1)), 1).isEmpty()) {
            scheduled("poller", (sandbox, until) -> sandbox.functions().poller().run(until));
        }
        time.after(Duration.ofMinutes(1), this::minute);
    }

    /// Most minutes there is nothing for it to do, and nothing to be seen by watching it find that out.
    private boolean isBundlersTurn() {
        return cloud.hasOpenSegments()
                || cloud.hasBundlesUnderWay()
                || (minutes % 10 == 0 && cloud.hasClaimedSegments());
    }

    private interface Turn {
        void take(Sandbox sandbox, Instant until);
    }

    private void scheduled(String name, Turn turn) {
        int times = chance.percent(8) ? 2 : chance.percent(4) ? 0 : 1;
        for (int i = 0; i < times; i++) {
            time.after(chance.between(Duration.ZERO, Duration.ofSeconds(3)), () -> {
                var sandbox = chance.pick(sandboxes);
                stage.start(name, SCHEDULED_LIMIT, sandbox.skew(), until -> turn.take(sandbox, until), end -> {});
            });
        }
    }
}

package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import dev.offpeak.emulators.Pace;
import dev.offpeak.local.PortTakenException;
import dev.offpeak.local.Stack;
import dev.offpeak.local.StackOptions;
import dev.offpeak.local.StackStatus;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Simulator and stack, started and stopped together. The one class that knows how `infra/local` is used.
public final class LocalStack implements AutoCloseable {
    // Enough that a chat finds a free one beside uploads and questions.
    private static final int GATEWAYS = 4;

    private final Plan plan;
    private final Optional<SimulatorProcess> simulator;
    private final Stack stack;

    private LocalStack(Plan plan, Optional<SimulatorProcess> simulator, Stack stack) {
        this.plan = plan;
        this.simulator = simulator;
        this.stack = stack;
    }

    /// Returns once the gateway answers.
    public static LocalStack start(Project project, Plan plan) {
        Optional<SimulatorProcess> simulator =
                plan.keys().isPresent() ? Optional.empty() : Optional.of(SimulatorProcess.start(plan));
        try {
            return new LocalStack(plan, simulator, Stack.start(options(project, plan, simulator)));
        } catch (PortTakenException taken) {
            simulator.ifPresent(SimulatorProcess::close);
            throw new Trouble(taken.getMessage() + "; choose another with --port", taken);
        } catch (IllegalStateException failed) {
            simulator.ifPresent(SimulatorProcess::close);
            throw new Trouble("the stack could not be started: " + failed.getMessage(), failed);
        } catch (RuntimeException failed) {
            simulator.ifPresent(SimulatorProcess::close);
            throw failed;
        }
    }

    public RunningStack addresses() {
        StackStatus status = stack.status();
        return new RunningStack(
                RunningStack.Owner.self(),
                status.gateway(),
                simulator.map(running -> new RunningStack.Simulated(running.url(), running.pid())),
                service(status, "dynamodb"),
                new RunningStack.Queues(service(status, "sqs"), queues(stack.queueUrls())),
                new RunningStack.Bucket(service(status, "s3"), stack.nameOf("DataBucket")),
                plan.logs());
    }

    /// The processes of each part: `simulator`, `dynamodb`, `sqs`, `s3`, and functions such as `Intake`.
    public Map<String, List<Long>> processes() {
        Map<String, List<Long>> parts = new TreeMap<>();
        simulator
                .filter(SimulatorProcess::isAlive)
                .ifPresent(running -> parts.put("simulator", List.of(running.pid())));
        StackStatus status = stack.status();
        status.services().stream()
                .filter(StackStatus.Service::alive)
                .forEach(service -> parts.put(service.name(), List.of(service.pid())));
        status.functions().forEach(function -> parts.put(function.id(), function.pids()));
        return parts;
    }

    /// Clients for looking into the stack, and its names.
    public Stack stack() {
        return stack;
    }

    /// Tells of parts that ended by themselves, also of those that did so before.
    public void onDeath(Consumer<Death> listener) {
        simulator.ifPresent(running -> running.onDeath(text -> listener.accept(new Death(text, true))));
        stack.onPartDied(death -> listener.accept(new Death(
                death.part() + " ended with exit code " + death.exitCode()
                        + death.lastLogLines().stream()
                                .map(line -> "\n  " + line)
                                .collect(Collectors.joining()),
                !death.part().startsWith("function "))));
    }

    @Override
    public void close() {
        stack.close();
        simulator.ifPresent(SimulatorProcess::close);
    }

    private static StackOptions options(Project project, Plan plan, Optional<SimulatorProcess> simulator) {
        StackOptions options = StackOptions.in(project.root())
                .withHome(plan.home())
                .withKeepData(plan.keepData())
                .withPorts(new StackOptions.Ports(plan.gatewayPort(), 0, 0, 0))
                .withProviders(providers(plan, simulator.map(SimulatorProcess::url)))
                .withTuning(tuning(plan))
                .withVariable("Bundler", "OFFPEAK_LINGER", plan.linger().toString());
        if (plan.trial().isPresent()) {
            // what runs elsewhere cannot be killed
            options = options.withAwsEndpoint(Optional.empty());
        }
        // A simulated batch is over in seconds; the real ones are looked at as often as in the cloud.
        return simulator.isEmpty() ? options : options.withVariable("Poller", "OFFPEAK_POLL_INTERVAL", "PT1S");
    }

    private static StackOptions.Tuning tuning(Plan plan) {
        return StackOptions.Tuning.quick()
                .withNativeOnly(plan.nativeOnly())
                .withConcurrency(Map.of("Gateway", GATEWAYS))
                .withRevive(plan.trial().isPresent())
                .withPace(plan.trial().map(Plan.Trial::pace).orElse(Pace.REAL));
    }

    private static StackOptions.Providers providers(Plan plan, Optional<URI> simulator) {
        return plan.keys()
                .map(keys ->
                        new StackOptions.Providers(Optional.empty(), Optional.empty(), keys.openAi(), keys.anthropic()))
                .orElseGet(() -> new StackOptions.Providers(
                        simulator.map(url -> URI.create(url + "/openai/v1")),
                        simulator.map(url -> URI.create(url + "/anthropic")),
                        "sk-local",
                        "sk-local"));
    }

    private static RunningStack.Service service(StackStatus status, String name) {
        return status.services().stream()
                // one service named aws plays all three when AWS_ENDPOINT_URL is set
                .filter(service -> service.name().equals(name) || service.name().equals("aws"))
                .findFirst()
                .map(service -> new RunningStack.Service(service.address(), service.pid()))
                .orElseThrow(() -> new IllegalStateException("the stack has no service " + name));
    }

    /// `JobsQueue` → `jobs`, `JobsDlq` → `jobs-dlq`.
    static Map<String, String> queues(Map<String, String> urlsById) {
        Map<String, String> urls = new TreeMap<>();
        urlsById.forEach((id, url) -> urls.put(
                id.replaceFirst("Queue$", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT),
                url));
        return urls;
    }
}

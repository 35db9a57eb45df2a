package dev.offpeak.local;

import dev.offpeak.local.lambda.FunctionHost;
import dev.offpeak.local.lambda.FunctionPackage;
import dev.offpeak.local.lambda.FunctionSpec;
import dev.offpeak.local.template.Template;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The template's functions, each with a host of its own.
final class Functions implements AutoCloseable {

    /// Names the folder of AWS' runtime interface client when it is not below `infra/local`.
    private static final String CLIENT_PROPERTY = "offpeak.ric";

    private final Map<String, FunctionHost> hosts;

    private Functions(Map<String, FunctionHost> hosts) {
        this.hosts = hosts;
    }

    static Functions open(
            Template template,
            StackOptions options,
            Home home,
            FunctionEnvironment environment,
            Consumer<PartDeath> deaths) {
        Map<String, FunctionHost> hosts = new LinkedHashMap<>();
        Map<Path, FunctionPackage> unpacked = new HashMap<>();
        for (Template.Function function : template.functions()) {
            Path source = source(function, options);
            FunctionPackage code =
                    unpacked.computeIfAbsent(source, path -> FunctionPackage.open(path, home.code(function.id())));
            if (options.tuning().nativeOnly() && !code.isNative()) {
                throw new IllegalStateException(source + " is not native: build the functions with -Dnative");
            }
            FunctionSpec spec = new FunctionSpec(
                    function.id(),
                    code.directory(),
                    code.command(function.code().memoryMegabytes(), runtimeClient(options.project())),
                    withTaskRoot(environment.of(function), code),
                    limits(function, options),
                    home.log(function.id()));
            hosts.put(function.id(), new FunctionHost(spec, Clock.systemUTC(), deaths));
        }
        return new Functions(hosts);
    }

    FunctionHost host(String id) {
        return Optional.ofNullable(hosts.get(id))
                .orElseThrow(() -> new IllegalArgumentException("no function " + id + " in the template"));
    }

    List<StackStatus.Function> status() {
        return hosts.values().stream()
                .map(host -> new StackStatus.Function(
                        host.spec().name(),
                        host.pids(),
                        host.invocations(),
                        host.errors(),
                        host.spec().log()))
                .toList();
    }

    @Override
    public void close() {
        hosts.values().forEach(FunctionHost::close);
    }

    private static Path source(Template.Function function, StackOptions options) {
        Path template = options.project().resolve("infra");
        Path built = template.resolve(function.code().uri()).normalize();
        return options.tuning().packages().getOrDefault(function.id(), built);
    }

    private static FunctionSpec.Limits limits(Template.Function function, StackOptions options) {
        int wanted = options.tuning().concurrency().getOrDefault(function.id(), concurrency(function));
        int allowed = Math.min(wanted, function.code().reservedConcurrency().orElse(wanted));
        Duration timeout = function.code().timeout();
        Duration real = options.tuning().pace().timeLimit(timeout);
        return new FunctionSpec.Limits(real, function.code().memoryMegabytes(), allowed).announcing(timeout);
    }

    // Few processes by default, as each is a JVM on somebody's laptop: a schedule needs one, one-message batches four.
    private static int concurrency(Template.Function function) {
        if (!function.schedules().isEmpty()) {
            return 1;
        }
        boolean oneByOne =
                !function.queues().isEmpty() && function.queues().stream().allMatch(queue -> queue.batchSize() == 1);
        return oneByOne ? 4 : 2;
    }

    private static Map<String, String> withTaskRoot(Map<String, String> variables, FunctionPackage code) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("LAMBDA_TASK_ROOT", code.directory().toString());
        return all;
    }

    private static Path runtimeClient(Path project) {
        String named = System.getProperty(CLIENT_PROPERTY);
        return named != null ? Path.of(named) : project.resolve("infra/local/target/ric");
    }
}

package dev.offpeak.local;

import dev.offpeak.emulators.Pace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How a [Stack] is to run. Start from [#in] and change what differs.
///
/// @param project the folder that holds `infra/template.yaml`
/// @param home where logs, unpacked functions, the id secret and kept data live; one running stack per home
/// @param keepData whether tables, queues and objects survive a restart
/// @param awsEndpoint an endpoint to use in place of the emulators, as in `AWS_ENDPOINT_URL`
/// @param environment variables for single functions by id (`Gateway`), or for all of them under `*`
public record StackOptions(
        Path project,
        Path home,
        boolean keepData,
        Ports ports,
        Providers providers,
        Tuning tuning,
        Optional<URI> awsEndpoint,
        Map<String, Map<String, String>> environment) {

    public StackOptions {
        environment = Map.copyOf(environment);
    }

    /// Ports on 127.0.0.1; 0 takes any free one.
    public record Ports(int gateway, int dynamoDb, int sqs, int s3) {
        public static Ports any() {
            return new Ports(0, 0, 0, 0);
        }
    }

    /// Where provider calls go, and with which keys.
    ///
    /// @param openAiUrl base URL including `/v1`; empty leaves the template's default, the real API
    /// @param anthropicUrl base URL without `/v1`; empty leaves the template's default, the real API
    public record Providers(
            Optional<URI> openAiUrl, Optional<URI> anthropicUrl, String openAiKey, String anthropicKey) {

        /// The real APIs with a key that they refuse.
        public static Providers unset() {
            return new Providers(Optional.empty(), Optional.empty(), "sk-local", "sk-local");
        }

        /// A simulator that plays both below one address.
        public static Providers simulated(URI openAiUrl, URI anthropicUrl) {
            return new Providers(Optional.of(openAiUrl), Optional.of(anthropicUrl), "sk-local", "sk-local");
        }
    }

    /// What makes a laptop differ from the cloud.
    ///
    /// @param scheduleInterval replaces every schedule's rate; empty keeps the template's
    /// @param batchingWindow replaces every queue's batching window; empty keeps the template's
    /// @param concurrency processes per function id, where the defaults do not fit
    /// @param packages function packages (a zip or a folder) by function id, in place of the template's CodeUri
    /// @param nativeOnly whether a package without a native `bootstrap` is an error
    /// @param pace how fast time passes for the functions
    /// @param revive whether an emulator that ends by itself is started again where it was, with what it had
    public record Tuning(
            Optional<Duration> scheduleInterval,
            Optional<Duration> batchingWindow,
            Map<String, Integer> concurrency,
            Map<String, Path> packages,
            boolean nativeOnly,
            Pace pace,
            boolean revive) {

        private static final Duration EVERY = Duration.ofSeconds(2);
        private static final Duration WINDOW = Duration.ofMillis(200);

        public Tuning {
            concurrency = Map.copyOf(concurrency);
            packages = Map.copyOf(packages);
        }

        public static Tuning quick() {
            return new Tuning(Optional.of(EVERY), Optional.of(WINDOW), Map.of(), Map.of(), false, Pace.REAL, false);
        }

        public Tuning withPackages(Map<String, Path> value) {
            return new Tuning(scheduleInterval, batchingWindow, concurrency, value, nativeOnly, pace, revive);
        }

        public Tuning withScheduleInterval(Duration value) {
            return new Tuning(Optional.of(value), batchingWindow, concurrency, packages, nativeOnly, pace, revive);
        }

        public Tuning withConcurrency(Map<String, Integer> value) {
            return new Tuning(scheduleInterval, batchingWindow, value, packages, nativeOnly, pace, revive);
        }

        public Tuning withNativeOnly(boolean value) {
            return new Tuning(scheduleInterval, batchingWindow, concurrency, packages, value, pace, revive);
        }

        public Tuning withPace(Pace value) {
            return new Tuning(scheduleInterval, batchingWindow, concurrency, packages, nativeOnly, value, revive);
        }

        public Tuning withRevive(boolean value) {
            return new Tuning(scheduleInterval, batchingWindow, concurrency, packages, nativeOnly, pace, value);
        }
    }

    /// Nothing kept, any ports, quick schedules, home in `.offpeak` of the project; `AWS_ENDPOINT_URL` is honoured.
    public static StackOptions in(Path project) {
        Optional<URI> endpoint =
                Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")).map(URI::create);
        return new StackOptions(
                project,
                project.resolve(".offpeak"),
                false,
                Ports.any(),
                Providers.unset(),
                Tuning.quick(),
                endpoint,
                Map.of());
    }

    public StackOptions withHome(Path value) {
        return new StackOptions(project, value, keepData, ports, providers, tuning, awsEndpoint, environment);
    }

    public StackOptions withKeepData(boolean value) {
        return new StackOptions(project, home, value, ports, providers, tuning, awsEndpoint, environment);
    }

    public StackOptions withPorts(Ports value) {
        return new StackOptions(project, home, keepData, value, providers, tuning, awsEndpoint, environment);
    }

    public StackOptions withProviders(Providers value) {
        return new StackOptions(project, home, keepData, ports, value, tuning, awsEndpoint, environment);
    }

    public StackOptions withTuning(Tuning value) {
        return new StackOptions(project, home, keepData, ports, providers, value, awsEndpoint, environment);
    }

    public StackOptions withAwsEndpoint(Optional<URI> value) {
        return new StackOptions(project, home, keepData, ports, providers, tuning, value, environment);
    }

    /// Adds a variable to one function, or to all of them under `*`.
    public StackOptions withVariable(String function, String name, String value) {
        Map<String, Map<String, String>> all = new HashMap<>(environment);
        Map<String, String> own = new HashMap<>(all.getOrDefault(function, Map.of()));
        own.put(name, value);
        all.put(function, own);
        return new StackOptions(project, home, keepData, ports, providers, tuning, awsEndpoint, all);
    }
}

package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Where everything of a running stack answers.
///
/// @param process the process that holds it together
/// @param simulator empty when the real providers are called
/// @param logs the folder of the functions' logs
public record RunningStack(
        Owner process, URI gateway, Optional<Simulated> simulator, Service dynamoDb, Queues sqs, Bucket s3, Path logs) {

    public static final String REGION = "us-east-1";

    /// The process that holds a stack together.
    ///
    /// @param started milliseconds since 1970; with the pid it names a process for good, as pids are used again
    public record Owner(long pid, long started) {
        /// The process this runs in.
        public static Owner self() {
            return of(ProcessHandle.current());
        }

        static Owner of(ProcessHandle process) {
            return new Owner(
                    process.pid(),
                    process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
        }
    }

    /// The providers' stand-in.
    public record Simulated(URI url, long pid) {
        public URI admin() {
            return URI.create(url + "/admin");
        }
    }

    public record Service(URI url, long pid) {}

    /// SQS and its queues.
    ///
    /// @param urls by short name: `jobs`, `express`, `jobs-dlq`, `express-dlq`, `dead`
    public record Queues(Service service, Map<String, String> urls) {
        public Queues {
            urls = Map.copyOf(urls);
        }

        /// Where producers drop jobs.
        public String jobs() {
            return url("jobs");
        }

        /// A queue by its short name.
        public String url(String name) {
            return Optional.ofNullable(urls.get(name))
                    .orElseThrow(() -> new IllegalStateException("no queue named " + name + " among " + urls.keySet()));
        }
    }

    public record Bucket(Service service, String name) {}

    /// The secret its job ids and messages are signed with; it lies beside the logs.
    public String idSecret() {
        Path file = logs.resolveSibling("id-secret");
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new Trouble("the stack's secret cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}

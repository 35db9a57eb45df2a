package dev.offpeak.cli.stack;

import java.net.URI;
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
            return Optional.ofNullable(urls.get("jobs"))
                    .orElseThrow(() -> new IllegalStateException("no queue named jobs among " + urls.keySet()));
        }
    }

    public record Bucket(Service service, String name) {}
}

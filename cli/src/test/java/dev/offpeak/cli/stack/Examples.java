package dev.offpeak.cli.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A running stack that does not run.
public final class Examples {
    private Examples() {}

    public static RunningStack stack() {
        URI sqs = URI.create("http://127.0.0.1:9324");
        return new RunningStack(
                new RunningStack.Owner(4711, 1_795_392_000_000L),
                URI.create("http://127.0.0.1:8080"),
                Optional.of(new RunningStack.Simulated(URI.create("http://127.0.0.1:8090"), 4712)),
                new RunningStack.Service(URI.create("http://127.0.0.1:8000"), 4713),
                new RunningStack.Queues(
                        new RunningStack.Service(sqs, 4714),
                        Map.of(
                                "jobs", sqs + "/000000000000/offpeak-jobs-queue",
                                "express", sqs + "/000000000000/offpeak-express-queue")),
                new RunningStack.Bucket(
                        new RunningStack.Service(URI.create("http://127.0.0.1:9000"), 4715), "offpeak-data-bucket"),
                Path.of("/home/ana/offpeak/.offpeak/run/logs"));
    }
}

package dev.offpeak.local.lambda;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A host for the test to kill: warms up one JVM sandbox, prints its process id, and waits.
final class OrphanMaker {

    private OrphanMaker() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        FunctionHost host = host(folder, Path.of(arguments[1]));
        var _ = host.invoke("{}".getBytes(StandardCharsets.UTF_8));
        if (host.pids().isEmpty()) {
            System.exit(1);
        }
        System.out.println(host.pids().getFirst());
        new CountDownLatch(1).await();
    }

    static FunctionHost host(Path folder, Path runtimeClient) {
        FunctionPackage code = FunctionPackage.open(folder.resolve("jvm.zip"), folder.resolve("code"));
        var limits = new FunctionSpec.Limits(Duration.ofSeconds(20), 128, 1);
        var environment = Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", "Tea",
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128",
                "AWS_REGION", "us-east-1",
                "LAMBDA_TASK_ROOT", code.directory().toString());
        return new FunctionHost(
                new FunctionSpec(
                        "Tea",
                        code.directory(),
                        code.command(128, runtimeClient),
                        environment,
                        limits,
                        folder.resolve("tea.log")),
                Clock.systemUTC(),
                death -> System.err.println(death));
    }
}

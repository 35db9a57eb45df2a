package dev.offpeak.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Runs a stack until the process ends: `StackMain [project] [gateway port]`, with provider addresses and keys from
/// `OFFPEAK_OPENAI_URL`, `OFFPEAK_ANTHROPIC_URL`, `OPENAI_API_KEY` and `ANTHROPIC_API_KEY`.
public final class StackMain {

    private StackMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path project = Path.of(arguments.length > 0 ? arguments[0] : "").toAbsolutePath();
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8080;
        StackOptions options = StackOptions.in(project)
                .withKeepData(true)
                .withPorts(new StackOptions.Ports(port, 0, 0, 0))
                .withProviders(new StackOptions.Providers(
                        variable("OFFPEAK_OPENAI_URL").map(URI::create),
                        variable("OFFPEAK_ANTHROPIC_URL").map(URI::create),
                        variable("OPENAI_API_KEY").orElse("sk-local"),
                        variable("ANTHROPIC_API_KEY").orElse("sk-local")));
        Stack stack = Stack.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        stack.onPartDied(death -> System.err.println(death));
        System.out.println("gateway " + stack.gatewayUrl());
        stack.status().services().forEach(service -> System.out.println(service.name() + " " + service.address()));
        new CountDownLatch(1).await();
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}

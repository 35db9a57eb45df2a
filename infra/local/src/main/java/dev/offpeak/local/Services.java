package dev.offpeak.local;

import dev.offpeak.emulators.EmulatorKind;
import dev.offpeak.emulators.EmulatorProcess;
import dev.offpeak.emulators.Pace;
import dev.offpeak.local.cloud.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// DynamoDB, SQS and S3: three emulators that start side by side, or one external endpoint.
final class Services implements AutoCloseable {

    private static final int REVIVALS = 5;

    private final Map<EmulatorKind, CompletableFuture<EmulatorProcess>> emulators;
    private final Optional<URI> external;
    private final Revival revival;
    private final Map<EmulatorKind, EmulatorProcess> latest = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /// Whether and from where an emulator that ended by itself is started again.
    private record Revival(boolean wanted, Home home, Pace pace) {}

    private Services(
            Map<EmulatorKind, CompletableFuture<EmulatorProcess>> emulators, Optional<URI> external, Revival revival) {
        this.emulators = emulators;
        this.external = external;
        this.revival = revival;
    }

    static Services start(StackOptions options, Home home) {
        Map<EmulatorKind, CompletableFuture<EmulatorProcess>> starting =
                Collections.synchronizedMap(new EnumMap<>(EmulatorKind.class));
        boolean revive = options.tuning().revive();
        if (options.awsEndpoint().isEmpty()) {
            for (EmulatorKind kind : EmulatorKind.values()) {
                requireFree(port(kind, options.ports()), kind.label());
            }
            for (EmulatorKind kind : EmulatorKind.values()) {
                Optional<Path> data =
                        options.keepData() || revive ? Optional.of(home.data(kind.label())) : Optional.empty();
                int port = port(kind, options.ports());
                starting.put(kind, startAside(kind, port, data, options.tuning().pace()));
            }
        }
        return new Services(
                starting,
                options.awsEndpoint(),
                new Revival(revive, home, options.tuning().pace()));
    }

    /// Waits until all of them answer, and watches them from then on.
    Cloud.Addresses await(Consumer<PartDeath> deaths) {
        if (external.isPresent()) {
            URI endpoint = external.get();
            return new Cloud.Addresses(endpoint, endpoint, endpoint);
        }
        Stream.of(EmulatorKind.values()).forEach(kind -> watch(emulator(kind), deaths));
        return new Cloud.Addresses(
                emulator(EmulatorKind.DYNAMODB).endpoint(),
                emulator(EmulatorKind.SQS).endpoint(),
                emulator(EmulatorKind.S3).endpoint());
    }

    List<StackStatus.Service> status() {
        if (external.isPresent()) {
            return List.of(new StackStatus.Service("aws", external.get(), 0, true));
        }
        return Stream.of(EmulatorKind.values())
                .map(kind -> Optional.ofNullable(latest.get(kind)).orElseGet(() -> emulator(kind)))
                .map(running -> new StackStatus.Service(
                        running.kind().label(), running.endpoint(), running.pid(), running.isAlive()))
                .toList();
    }

    @Override
    public void close() {
        closing = true;
        List<CompletableFuture<Void>> stops = List.copyOf(emulators.values()).stream()
                .map(starting ->
                        starting.thenAcceptAsync(EmulatorProcess::close).exceptionally(neverStarted -> null))
                .toList();
        stops.forEach(CompletableFuture::join);
    }

    private EmulatorProcess emulator(EmulatorKind kind) {
        CompletableFuture<EmulatorProcess> starting = emulators.get(kind);
        if (starting == null) {
            throw new IllegalStateException("no emulator for " + kind.label());
        }
        try {
            return starting.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }

    private void watch(EmulatorProcess emulator, Consumer<PartDeath> deaths) {
        latest.put(emulator.kind(), emulator);
        var _ = emulator.onExit().thenAccept(code -> {
            if (closing) {
                return;
            }
            if (revival.wanted()) {
                revive(emulator, REVIVALS, deaths);
            } else {
                deaths.accept(new PartDeath(emulator.kind().label(), code, emulator.lastLogLines()));
            }
        });
    }

    // In a thread of its own: whoever tells of exits must not wait for a start.
    private void revive(EmulatorProcess dead, int tries, Consumer<PartDeath> deaths) {
        EmulatorKind kind = dead.kind();
        var again = startAside(
                kind, dead.endpoint().getPort(), Optional.of(revival.home().data(kind.label())), revival.pace());
        emulators.put(kind, again);
        var _ = again.whenComplete((started, failure) -> {
            if (failure != null && tries > 1 && !closing) {
                // on a machine that is busy enough, ElasticMQ gives up on its own messages
                revive(dead, tries - 1, deaths);
            } else if (failure != null) {
                deaths.accept(new PartDeath(kind.label(), 1, List.of(String.valueOf(failure.getMessage()))));
            } else if (closing) {
                started.close();
            } else {
                watch(started, deaths);
            }
        });
    }

    private static CompletableFuture<EmulatorProcess> startAside(
            EmulatorKind kind, int port, Optional<Path> data, Pace pace) {
        CompletableFuture<EmulatorProcess> started = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                started.complete(EmulatorProcess.start(kind, port, data, pace));
            } catch (RuntimeException failed) {
                started.completeExceptionally(failed);
            }
        });
        return started;
    }

    // Asked before the start: an emulator's own complaint comes late and names neither port nor part.
    private static void requireFree(int port, String owner) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assert probe.isBound();
        } catch (BindException taken) {
            throw new PortTakenException(port, owner, taken);
        } catch (IOException broken) {
            throw new UncheckedIOException("port " + port + " cannot be tried", broken);
        }
    }

    private static int port(EmulatorKind kind, StackOptions.Ports ports) {
        return switch (kind) {
            case DYNAMODB -> ports.dynamoDb();
            case SQS -> ports.sqs();
            case S3 -> ports.s3();
        };
    }
}

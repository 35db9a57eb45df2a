package dev.offpeak.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.cli.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `stack.json`: how `status` and `down` find what `up` started. The same JSON is what `status --json` prints.
public final class RunFile {
    // Two JVMs may round a start time differently.
    private static final long TOLERANCE_MILLIS = 2_000;

    private final Path file;

    public RunFile(Path file) {
        this.file = file;
    }

    public static RunFile of(Project project) {
        return new RunFile(project.run().resolve("stack.json"));
    }

    /// The stack, if its process is still the one that wrote the file; a stale file is deleted.
    public Optional<RunningStack> read() {
        try {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            RunningStack stack = parse(Json.read(Files.readString(file)));
            if (process(stack).isPresent()) {
                return Optional.of(stack);
            }
            Files.deleteIfExists(file);
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public void write(RunningStack stack) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, Json.pretty(json(stack)) + "\n");
            // moved, so that nobody reads half a file
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The process that holds the stack; empty when it is gone, or when another one has its pid by now.
    public static Optional<ProcessHandle> process(RunningStack stack) {
        return ProcessHandle.of(stack.process().pid())
                .filter(ProcessHandle::isAlive)
                .filter(found -> Math.abs(RunningStack.Owner.of(found).started()
                                - stack.process().started())
                        <= TOLERANCE_MILLIS);
    }

    public static ObjectNode json(RunningStack stack) {
        ObjectNode json = Json.object();
        json.put("pid", stack.process().pid());
        json.put("started", stack.process().started());
        json.put("providers", stack.simulator().isPresent() ? "simulated" : "real");
        json.putObject("gateway").put("url", stack.gateway().toString());
        stack.simulator()
                .ifPresent(simulator -> service(json, "simulator", simulator.url(), simulator.pid())
                        .put("admin", simulator.admin().toString()));
        service(json, "dynamodb", stack.dynamoDb());
        ObjectNode queues = service(json, "sqs", stack.sqs().service()).putObject("queues");
        new TreeMap<>(stack.sqs().urls()).forEach(queues::put);
        service(json, "s3", stack.s3().service()).put("bucket", stack.s3().name());
        json.put("region", RunningStack.REGION);
        json.put("logs", stack.logs().toString());
        return json;
    }

    static RunningStack parse(JsonNode json) {
        Map<String, String> queues = new TreeMap<>();
        json.path("sqs")
                .path("queues")
                .properties()
                .forEach(queue -> queues.put(queue.getKey(), queue.getValue().asText()));
        JsonNode simulator = json.path("simulator");
        return new RunningStack(
                new RunningStack.Owner(
                        json.path("pid").asLong(), json.path("started").asLong()),
                URI.create(json.path("gateway").path("url").asText()),
                simulator.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new RunningStack.Simulated(
                                URI.create(simulator.path("url").asText()),
                                simulator.path("pid").asLong())),
                service(json.path("dynamodb")),
                new RunningStack.Queues(service(json.path("sqs")), queues),
                new RunningStack.Bucket(
                        service(json.path("s3")), json.path("s3").path("bucket").asText()),
                Path.of(json.path("logs").asText()));
    }

    private static RunningStack.Service service(JsonNode json) {
        return new RunningStack.Service(
                URI.create(json.path("url").asText()), json.path("pid").asLong());
    }

    private static ObjectNode service(ObjectNode json, String name, RunningStack.Service service) {
        return service(json, name, service.url(), service.pid());
    }

    private static ObjectNode service(ObjectNode json, String name, URI url, long pid) {
        return json.putObject(name).put("url", url.toString()).put("pid", pid);
    }
}

package dev.offpeak.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every file below `examples/` is run as a user would run it, against the stack. Python's are only compiled: their
/// packages come from a registry that a build of this project does not use.
@ExtendWith(OnStack.class)
@Order(2)
class ExamplesTest {
    private static final Path EXAMPLES = World.project().resolve("examples");

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TestFactory
    Stream<DynamicTest> in_curl(World world) throws IOException {
        return files("curl", "*.sh")
                .map(file -> dynamicTest(name(file), () -> {
                    var tool = name(file).equals("queue.sh") ? "aws" : "curl";
                    assumeTrue(Program.isThere(tool), "there is no " + tool);
                    run(world, file, "sh", file.toString());
                    if (name(file).equals("queue.sh")) {
                        arrived(world, "mail-2");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> in_node(World world) throws IOException {
        return files("node", "*.mjs")
                .map(file -> dynamicTest(name(file), () -> {
                    assumeTrue(Program.isThere("node"), "there is no node");
                    assumeTrue(
                            Files.exists(EXAMPLES.resolve("node/node_modules")),
                            "nobody ran npm ci --prefix examples/node");
                    run(world, file, "node", file.toString());
                    if (name(file).equals("queue.mjs")) {
                        arrived(world, "mail-1");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> in_java(World world) throws IOException {
        return files("java", "*.java")
                .map(file -> dynamicTest(name(file), () -> {
                    run(world, file, JAVA.toString(), "-cp", System.getProperty("java.class.path"), file.toString());
                    if (name(file).equals("QueueJob.java")) {
                        arrived(world, "mail-4");
                    }
                }));
    }

    @Test
    void those_in_python_compile(World world) throws IOException, InterruptedException {
        assumeTrue(Program.isThere("python3"), "there is no python3");
        var compile = "import sys\nfor f in sys.argv[1:]: compile(open(f, encoding='utf-8').read(), f, 'exec')";
        var command = new ArrayList<>(List.of("python3", "-c", compile));
        files("python", "*.py").map(Path::toString).forEach(command::add);
        var ended = Program.run(world, EXAMPLES, command);
        assertThat(ended.status()).as(ended.out()).isZero();
    }

    private static void run(World world, Path file, String... command) throws IOException, InterruptedException {
        var ended = Program.run(world, Path.of("").toAbsolutePath(), List.of(command));
        assertThat(ended.status()).as(name(file) + ": " + ended.out()).isZero();
        assertThat(ended.out()).as(name(file)).isNotBlank();
    }

    /// The job that was dropped on the queue has been taken in, and ends.
    private static void arrived(World world, String reference) throws InterruptedException {
        assertThat(world.ended("/v1/jobs?reference=" + reference).path("state").asText())
                .isEqualTo("SUCCEEDED");
    }

    private static Stream<Path> files(String folder, String pattern) throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(EXAMPLES.resolve(folder), pattern)) {
            found.forEach(files::add);
        }
        assertThat(files).as("examples/" + folder).hasSizeGreaterThan(3);
        return files.stream().sorted();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}

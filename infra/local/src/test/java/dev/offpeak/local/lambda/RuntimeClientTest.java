package dev.offpeak.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.local.fixture.Fixtures;
import dev.offpeak.local.lambda.Outcome.Answered;
import dev.offpeak.local.lambda.Outcome.Failed;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// JVM packages run under AWS' own runtime interface client, which exists for Linux only.
@EnabledOnOs(OS.LINUX)
class RuntimeClientTest {

    private static final Path CLIENT = Fixtures.project().resolve("infra/local/target/ric");

    @TempDir
    Path folder;

    @BeforeEach
    void pack() {
        Fixtures.jvmPackage(folder);
    }

    @Test
    void a_jvm_package_answers_and_reports_errors() throws Exception {
        try (FunctionHost host = OrphanMaker.host(folder, CLIENT)) {
            assertThat(host.invoke(bytes("{\"n\":1}")))
                    .isInstanceOfSatisfying(
                            Answered.class, answer -> assertThat(answer.text()).contains("\"event\":{\"n\":1}"));
            assertThat(host.invoke(bytes("\"please-throw\""))).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.type()).isEqualTo("java.lang.IllegalStateException");
                assertThat(failed.message()).isEqualTo("as asked");
            });
        }
    }

    @Test
    void a_sandbox_ends_when_its_host_is_killed() throws Exception {
        Process host = new ProcessBuilder(
                        Fixtures.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanMaker.class.getName(),
                        folder.toString(),
                        CLIENT.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = host.inputReader()) {
            ProcessHandle sandbox =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            host.destroyForcibly().waitFor();
            sandbox.onExit().get(10, TimeUnit.SECONDS);
            assertThat(sandbox.isAlive()).isFalse();
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}

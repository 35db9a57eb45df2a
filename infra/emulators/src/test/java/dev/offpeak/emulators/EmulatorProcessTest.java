package dev.offpeak.emulators;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmulatorProcessTest {

    @ParameterizedTest
    @EnumSource(EmulatorKind.class)
    void an_emulator_answers_on_the_loopback_interface_only_and_stops_when_closed(EmulatorKind kind) throws Exception {
        var emulator = EmulatorProcess.start(kind);
        try (emulator) {
            assertThat(statusOf(emulator.endpoint())).isBetween(200, 499);
            assertThatThrownBy(() -> connectFromOutside(emulator.endpoint().getPort()))
                    .isInstanceOf(ConnectException.class);
        }
        assertThat(emulator.isAlive()).isFalse();
    }

    @Test
    void an_emulator_dies_with_a_killed_parent() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanMaker.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            ProcessHandle emulator =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            parent.destroyForcibly().waitFor();
            emulator.onExit().get(10, SECONDS);
            assertThat(emulator.isAlive()).isFalse();
        }
    }

    @Test
    void a_taken_port_is_explained_by_the_last_log_lines() {
        try (var first = EmulatorProcess.start(EmulatorKind.S3)) {
            int taken = first.endpoint().getPort();
            assertThatThrownBy(() -> EmulatorProcess.start(EmulatorKind.S3, taken, Optional.empty()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("s3")
                    .hasMessageContaining("Bind");
        }
    }

    @Test
    void a_killed_emulator_reports_its_exit() throws Exception {
        try (var emulator = EmulatorProcess.start(EmulatorKind.S3)) {
            ProcessHandle.of(emulator.pid()).orElseThrow().destroyForcibly();
            assertThat(emulator.onExit().get(10, SECONDS)).isNotZero();
        }
    }

    @Test
    void an_unknown_option_is_named() {
        assertThatThrownBy(() -> EmulatorArguments.parse("s3", "--prot", "1")).hasMessage("unknown option --prot");
        assertThatThrownBy(() -> EmulatorArguments.parse("s4")).hasMessageContaining("unknown emulator s4");
    }

    private static int statusOf(URI endpoint) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static void connectFromOutside(int port) throws IOException {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        Assumptions.assumeTrue(outside.isPresent(), "this machine has no other address to try");
        new Socket(outside.get(), port).close();
    }
}

package dev.offpeak.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A simulator in a process of its own that is killed and started again over the same folder.
final class KilledSimulator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path folder;
    private Process process;
    private URI url;

    KilledSimulator(Path folder) throws IOException {
        this.folder = folder;
        this.process = launch(0);
        this.url = awaitReady(process);
    }

    /// As `kill -9`, at whatever it is doing.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it on its old port.
    void restart() throws IOException {
        process = launch(url.getPort());
        url = awaitReady(process);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode getJson(String path) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(get(path).body());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("content-type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> upload(String lines) throws IOException, InterruptedException {
        String form = "--edge\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n" + lines
                + "\r\n--edge--\r\n";
        return send(request("/openai/v1/files")
                .header("content-type", "multipart/form-data; boundary=edge")
                .POST(BodyPublishers.ofString(form)));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(PATIENCE)
                .header("authorization", "Bearer sk-test")
                .header("anthropic-version", "2023-06-01");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private Process launch(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName()));
        command.addAll(List.of("--port", Integer.toString(port), "--data", folder.toString()));
        command.addAll(List.of("--speed", "600", "--turnaround", "PT5M"));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static URI awaitReady(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the simulator ended at its start");
        }
        return URI.create(line.substring(line.lastIndexOf(' ') + 1));
    }
}

package dev.offpeak.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.offpeak.local.Stack;
import dev.offpeak.local.StackOptions;
import dev.offpeak.simulator.Simulator;
import dev.offpeak.simulator.SimulatorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A whole local stack with a fast simulator behind it, and everything a caller would hold.
final class World implements AutoCloseable {
    /// Cold starts of five JVMs on a busy machine included.
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /// In every key, prompt and, as they quote the prompt, many answers. No log may hold it.
    static final String CANARY = "canary-5e1f";

    private static final ObjectMapper JSON = new ObjectMapper();

    static final String KEY = "mine-" + CANARY;

    final Simulator simulator;
    final Stack stack;
    final OpenAIClient openAi;
    final AnthropicClient anthropic;
    private final Path home;
    private final HttpClient http = HttpClient.newHttpClient();

    World(Path project, Path home) throws IOException {
        this.home = home;
        // so many that none is refused: only metered calls tell what is left
        simulator = Simulator.start(SimulatorConfig.defaults().withSpeed(1000).withRequestsPerMinute(1_000_000));
        stack = Stack.start(StackOptions.in(project)
                .withHome(home)
                .withPorts(StackOptions.Ports.any())
                .withProviders(new StackOptions.Providers(
                        Optional.of(URI.create(simulator.openAiUrl())),
                        Optional.of(URI.create(simulator.anthropicUrl())),
                        "sk-" + CANARY,
                        "sk-ant-" + CANARY))
                .withVariable("Gateway", "OFFPEAK_AUTH", "keys")
                // jobs from the queue belong to this tenant, too
                .withVariable("Gateway", "OFFPEAK_API_KEYS", "default:" + sha256(KEY))
                .withVariable("Bundler", "OFFPEAK_LINGER", "PT2S")
                .withVariable("Poller", "OFFPEAK_POLL_INTERVAL", "PT1S"));
        openAi = OpenAIOkHttpClient.builder()
                .baseUrl(stack.gatewayUrl() + "/openai/v1")
                .apiKey(KEY)
                .maxRetries(0)
                .timeout(Duration.ofMinutes(1))
                .build();
        anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(stack.gatewayUrl() + "/anthropic")
                .apiKey(KEY)
                .maxRetries(0)
                .timeout(Duration.ofMinutes(1))
                .build();
    }

    /// The checkout this test runs in.
    static Path project() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("infra/template.yaml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "there is no infra/template.yaml above here");
        }
        return folder;
    }

    static boolean isPackaged() {
        return List.of("gateway", "workers").stream()
                .allMatch(name -> Files.exists(project().resolve("functions/" + name + "/target/function.zip")));
    }

    /// One file for each function.
    Path logs() {
        return home.resolve("logs");
    }

    HttpResponse<String> post(String path, String type, String body, String... headers) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    HttpResponse<String> get(String path) throws InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + path)).build());
    }

    HttpResponse<String> delete(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + path))
                .DELETE()
                .build());
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + response.body(), e);
        }
    }

    /// The job once it has ended.
    JsonNode ended(String path) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var response = get(path);
            if (response.statusCode() == 200 && json(response).has("ended_at")) {
                return json(response);
            }
            assertThat(Instant.now())
                    .as("%s has not ended: %s %s", path, response.statusCode(), response.body())
                    .isBefore(deadline);
            Thread.sleep(500);
        }
    }

    /// Until it holds, or has not for too long.
    static void eventually(Check check) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(30);
        while (true) {
            try {
                check.hold();
                return;
            } catch (AssertionError e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    interface Check {
        void hold() throws InterruptedException;
    }

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        var signed = HttpRequest.newBuilder(request, (name, value) -> true)
                .header("Authorization", "Bearer " + KEY)
                .build();
        try {
            return http.send(signed, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " did not answer", e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        stack.close();
        simulator.close();
    }
}

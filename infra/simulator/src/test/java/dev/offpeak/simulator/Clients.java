package dev.offpeak.simulator;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// A simulator with the vendors' own clients, unpatched and checking every answer, plus bare HTTP for the rest.
final class Clients implements AutoCloseable {
    final Simulator simulator;
    final OpenAIClient openAi;
    final AnthropicClient anthropic;
    private final HttpClient http = HttpClient.newHttpClient();

    Clients() throws IOException {
        this(SimulatorConfig.defaults());
    }

    Clients(SimulatorConfig config) throws IOException {
        simulator = Simulator.start(config);
        openAi = openAi("sk-test");
        anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(simulator.anthropicUrl())
                .apiKey("sk-ant-test")
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    OpenAIClient openAi(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(simulator.openAiUrl())
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                .header("authorization", "Bearer sk-test")
                .header("x-api-key", "sk-ant-test")
                .header("anthropic-version", "2023-06-01")
                .header("content-type", "application/json");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        openAi.close();
        anthropic.close();
        http.close();
        simulator.close();
    }
}

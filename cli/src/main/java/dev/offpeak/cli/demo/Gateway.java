package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.terminal.Trouble;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Offpeak's HTTP API, and with another base address the simulator's.
final class Gateway implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SHOWN = 300;
    private static final int PAGES = 100;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;

    Gateway(URI base) {
        this.base = base;
    }

    /// Many jobs in one call.
    JsonNode submit(String ndjson) {
        return post("/v1/jobs", "application/x-ndjson", ndjson);
    }

    JsonNode post(String path, String contentType, String body) {
        return send(request(path)
                .header("content-type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    JsonNode job(String id) {
        return get("/v1/jobs/" + encoded(id));
    }

    JsonNode jobByReference(String reference) {
        return get("/v1/jobs?reference=" + encoded(reference));
    }

    /// All batches, page by page.
    List<JsonNode> batches() {
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        for (int page = 0; page < PAGES; page++) {
            JsonNode answer = get("/v1/batches?limit=100" + (after.isEmpty() ? "" : "&after=" + encoded(after)));
            answer.path("data").forEach(all::add);
            if (!answer.path("has_more").asBoolean() || all.isEmpty()) {
                break;
            }
            after = all.getLast().path("id").asText();
        }
        return all;
    }

    JsonNode ledger(LocalDate from, LocalDate to) {
        return get("/v1/ledger?from=" + from + "&to=" + to);
    }

    /// @param path below the base address, or a whole address
    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        URI address = path.startsWith("/") ? URI.create(base + path) : URI.create(path);
        return HttpRequest.newBuilder(address).timeout(TIMEOUT);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new Trouble(
                        called(request) + " answered " + response.statusCode() + ": " + beginning(response.body()));
            }
            return Json.read(response.body());
        } catch (IllegalArgumentException notJson) {
            throw new Trouble(called(request) + ": " + notJson.getMessage(), notJson);
        } catch (IOException broken) {
            throw new Trouble(called(request) + " failed: " + broken, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Trouble(called(request) + " was interrupted", interrupted);
        }
    }

    private static String called(HttpRequest request) {
        return request.method() + " " + request.uri();
    }

    private static String beginning(String body) {
        return body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

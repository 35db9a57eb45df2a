package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.stack.RunningStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Gateway, queue and bill on one port; every job succeeds as soon as it is handed in, unless a flaw is asked for.
final class FakeOffpeak implements AutoCloseable {
    enum Flaw {
        NONE,
        PAYS_ONE_TWICE,
        LOSES_ONE,
        REFUSES_ONE,
        INVENTS_LABELS
    }

    private final HttpServer server;
    private final Flaw flaw;
    private final Map<String, JsonNode> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger chats = new AtomicInteger();

    FakeOffpeak(Flaw flaw) throws IOException {
        this.flaw = flaw;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    RunningStack stack() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        RunningStack.Service service = new RunningStack.Service(url, 0);
        return new RunningStack(
                RunningStack.Owner.self(),
                url,
                Optional.of(new RunningStack.Simulated(url, 0)),
                service,
                new RunningStack.Queues(service, Map.of("jobs", url + "/queue/jobs")),
                new RunningStack.Bucket(service, "bucket"),
                Path.of("logs"));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = Json.write(answer(exchange.getRequestURI(), exchange.getRequestMethod(), body))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private JsonNode answer(URI uri, String method, String body) {
        return switch (method + " " + uri.getPath()) {
            case "POST /v1/jobs" -> upload(body);
            case "POST /" -> messages(Json.read(body));
            case "GET /v1/jobs" -> job(uri.getQuery().substring("reference=".length()));
            case "GET /v1/batches" -> batches();
            case "GET /v1/ledger" -> ledger();
            case "GET /admin/bill" -> bill();
            case "GET /v1/health" -> Json.object();
            case "POST /anthropic/v1/messages" -> chat("{\"content\": [{\"text\": \"Hello.\"}]}");
            case "POST /openai/v1/chat/completions" ->
                chat("{\"choices\": [{\"message\": {\"content\": \"Hello.\"}}]}");
            default -> job(Path.of(uri.getPath()).getFileName().toString());
        };
    }

    private JsonNode chat(String answer) {
        chats.incrementAndGet();
        return Json.read(answer);
    }

    private JsonNode upload(String ndjson) {
        ObjectNode answer = Json.object();
        ArrayNode lines = answer.putArray("jobs");
        List<String> given = ndjson.lines().toList();
        for (int i = 0; i < given.size(); i++) {
            ObjectNode line = lines.addObject().put("line", i + 1);
            if (flaw == Flaw.REFUSES_ONE && i == 0) {
                line.putObject("error").put("title", "no");
            } else {
                String id = "job_" + ids.incrementAndGet();
                jobs.put(id, Json.read(given.get(i)));
                line.put("id", id);
            }
        }
        return answer;
    }

    private JsonNode messages(JsonNode call) {
        ObjectNode answer = Json.object();
        ArrayNode successful = answer.putArray("Successful");
        for (JsonNode entry : call.path("Entries")) {
            JsonNode job = Json.read(entry.path("MessageBody").asText());
            jobs.put(job.path("id").asText(), job);
            successful
                    .addObject()
                    .put("Id", entry.path("Id").asText())
                    .put("MessageId", "m")
                    .put("MD5OfMessageBody", md5(entry.path("MessageBody").asText()));
        }
        return answer;
    }

    private JsonNode job(String id) {
        JsonNode job = jobs.getOrDefault(id, Json.object());
        ObjectNode answer = Json.object().put("id", id).put("state", "SUCCEEDED");
        if (job.path("provider").asText().equals("openai")) {
            ArrayNode vector =
                    answer.putObject("result").putArray("data").addObject().putArray("embedding");
            for (int i = 0; i < job.path("body").path("dimensions").asInt(); i++) {
                vector.add(0.5);
            }
        } else {
            String label = flaw == Flaw.INVENTS_LABELS ? "dogs" : "billing";
            answer.putObject("result")
                    .putArray("content")
                    .addObject()
                    .put("text", "{\"label\": \"" + label + "\", \"summary\": \"Something came twice.\"}");
        }
        return answer;
    }

    private JsonNode batches() {
        ObjectNode answer = Json.object().put("has_more", false);
        ObjectNode batch = answer.putArray("data").addObject();
        batch.put("id", "batch_1")
                .put("provider", "openai")
                .put("state", "IMPORTED")
                .put("lines", jobs.size());
        return answer;
    }

    private JsonNode ledger() {
        ObjectNode answer = Json.object();
        ArrayNode lines = answer.putArray("lines");
        int succeeded = flaw == Flaw.LOSES_ONE ? Math.max(0, jobs.size() - 1) : jobs.size();
        lines.addObject()
                .put("lane", "BATCH")
                .put("succeeded", succeeded)
                .put("paid_usd", "1")
                .put("standard_usd", "2");
        lines.addObject()
                .put("lane", "SYNC")
                .put("succeeded", chats.get())
                .put("paid_usd", "0.5")
                .put("standard_usd", "0.5");
        return answer;
    }

    private JsonNode bill() {
        ObjectNode answer = Json.object();
        ArrayNode lines = answer.putArray("lines");
        int extra = flaw == Flaw.PAYS_ONE_TWICE ? 1 : 0;
        lines.addObject().put("mode", "batch").put("requests", jobs.size() + extra);
        lines.addObject().put("mode", "sync").put("requests", chats.get());
        answer.putObject("total").put("nano_dollars", 1_500_000_000L);
        return answer;
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

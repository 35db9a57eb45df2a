package dev.offpeak.bench.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offpeak.bench.load.Target;
import dev.offpeak.core.id.BatchId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Asks a receiver what it got.
///
/// @param kind `sink`, which tells length and hash, or `simulator`, which gives an OpenAI file back and counts the
/// requests of an Anthropic batch
public record Received(URI receiver, String kind, Target target) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The bytes of a batch, and how many requests are in them.
    public record Content(long bytes, String sha256, int requests) {}

    /// How what was received compares with what was to be.
    public record Verdict(boolean good, String words) {
        static Verdict of(String what, Object expected, Object found) {
            return expected.equals(found)
                    ? new Verdict(true, what + " as expected")
                    : new Verdict(false, what + " DIFFERS: expected " + expected + ", received " + found);
        }
    }

    public Verdict compare(Content expected, BatchId batch) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var found = expected.bytes() + " " + expected.sha256();
            return switch (kind) {
                case "sink" -> Verdict.of("bytes and hash", found, text(http, "/received"));
                default ->
                    target == Target.OPENAI
                            ? Verdict.of("bytes and hash", found, file(http, batch))
                            : Verdict.of("requests counted", expected.requests(), requests(http, batch));
            };
        }
    }

    private String file(HttpClient http, BatchId batch) throws IOException, InterruptedException {
        var id = JSON.readTree(text(http, "/openai/v1/batches/" + batch))
                .path("input_file_id")
                .asText();
        var sha = sha256();
        long bytes = 0;
        var answer = http.send(request("/openai/v1/files/" + id + "/content"), BodyHandlers.ofInputStream());
        try (InputStream in = new DigestInputStream(answer.body(), sha)) {
            var buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
            }
        }
        return bytes + " " + HexFormat.of().formatHex(sha.digest());
    }

    private int requests(HttpClient http, BatchId batch) throws IOException, InterruptedException {
        int sum = 0;
        for (var count : JSON.readTree(text(http, "/anthropic/v1/messages/batches/" + batch))
                .path("request_counts")) {
            sum += count.asInt();
        }
        return sum;
    }

    private String text(HttpClient http, String path) throws IOException, InterruptedException {
        return http.send(request(path), BodyHandlers.ofString()).body();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(receiver.resolve(path))
                .header("authorization", "Bearer sk-bench")
                .header("x-api-key", "sk-bench")
                .header("anthropic-version", "2023-06-01")
                .build();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

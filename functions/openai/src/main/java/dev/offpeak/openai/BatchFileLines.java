package dev.offpeak.openai;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.surface.BatchSurface.FileLines;
import dev.offpeak.core.surface.CallerLine;
import dev.offpeak.core.surface.Flaw;
import dev.offpeak.wire.job.NdJson;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a batch's file, `{custom_id, method, url, body}`. Like OpenAI, it stops at the first bad one,
/// which fails the whole batch.
final class BatchFileLines {
    private final Endpoint endpoint;
    private final byte[] bytes;
    private final List<CallerLine> lines = new ArrayList<>();
    private final Set<String> customIds = new HashSet<>();
    private String model = "";
    private long inputs;

    private BatchFileLines(Endpoint endpoint, byte[] bytes) {
        this.endpoint = endpoint;
        this.bytes = bytes;
    }

    static FileLines read(Endpoint endpoint, Body file) {
        return new BatchFileLines(endpoint, file.toBytes()).read();
    }

    private FileLines read() {
        var all = NdJson.lines(bytes);
        if (all.isEmpty()) {
            return flawed(new Flaw("empty_file", "The input file is empty.", Optional.empty(), Optional.empty()));
        }
        if (all.size() > OpenAiDialect.LIMITS.requests()) {
            return flawed(tooMany("requests, and this file has " + all.size(), OpenAiDialect.LIMITS.requests()));
        }
        for (var line : all) {
            var flaw = check(line);
            if (flaw.isPresent()) {
                return flawed(flaw.get());
            }
        }
        return new FileLines.Sound(Optional.of(model).filter(OpenAiRequests::isModel), lines);
    }

    private Optional<Flaw> check(NdJson.Line line) {
        JsonObject json;
        try {
            json = JsonObject.parse(bytes, line.offset(), line.offset() + line.length());
        } catch (MalformedJson e) {
            return flaw("invalid_json_line", "This line is not parseable as valid JSON: " + e.why() + ".", null, line);
        }
        return envelope(json, line)
                .or(() -> body(json.object("body").orElseThrow(), line))
                .or(() -> {
                    lines.add(new CallerLine(
                            slice(json.get("custom_id").orElseThrow()),
                            slice(json.get("body").orElseThrow())));
                    return Optional.empty();
                });
    }

    private Optional<Flaw> envelope(JsonObject json, NdJson.Line line) {
        for (var name : List.of("custom_id", "method", "url")) {
            if (json.text(name).isEmpty()) {
                return missing(name, line);
            }
        }
        if (json.object("body").isEmpty()) {
            return missing("body", line);
        }
        var id = json.text("custom_id").orElseThrow();
        if (!customIds.add(id)) {
            return flaw(
                    "duplicate_custom_id",
                    "The custom_id '" + clip(id) + "' is that of another line already.",
                    "custom_id",
                    line);
        }
        if (!json.text("method").orElseThrow().equals("POST")) {
            return flaw("invalid_method", "The only method of a batch is POST.", "method", line);
        }
        return json.text("url").orElseThrow().equals(endpoint.path())
                ? Optional.empty()
                : flaw(
                        "invalid_url",
                        "The URL of this line does not match the batch's endpoint, '" + endpoint + "'.",
                        "url",
                        line);
    }

    private Optional<Flaw> body(JsonObject body, NdJson.Line line) {
        var name = body.text("model").orElse("");
        if (name.isEmpty()) {
            return flaw("invalid_request", "The body of this line names no model.", "body.model", line);
        }
        if (!model.isEmpty() && !model.equals(name)) {
            return flaw(
                    "mismatched_model",
                    "All lines must use one model; expected '" + clip(model) + "', found '" + clip(name) + "'.",
                    "body.model",
                    line);
        }
        model = name;
        if (body.isTrue("stream")) {
            return flaw("streaming_unsupported", "Batches cannot stream.", "body.stream", line);
        }
        return inputs(body);
    }

    private Optional<Flaw> inputs(JsonObject body) {
        if (OpenAiEndpoint.find(endpoint)
                .filter(known -> known == OpenAiEndpoint.EMBEDDINGS)
                .isPresent()) {
            var counted = body.get("input").map(EmbeddingInputs::count);
            if (counted.isPresent() && counted.get() instanceof EmbeddingInputs.Counted(int count)) {
                inputs += count;
            }
        }
        int most = OpenAiDialect.LIMITS.inputs();
        return inputs > most ? Optional.of(tooMany("embedding inputs", most)) : Optional.empty();
    }

    private Body slice(JsonBytes value) {
        return Body.slice(bytes, value.offset(), value.length());
    }

    private static Flaw tooMany(String what, int most) {
        return new Flaw(
                "too_many_tasks",
                "A batch holds at most " + most + " " + what + ".",
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Flaw> missing(String name, NdJson.Line line) {
        return flaw("missing_required_parameter", "Missing required parameter: '" + name + "'.", name, line);
    }

    private static Optional<Flaw> flaw(String code, String message, @Nullable String param, NdJson.Line line) {
        return Optional.of(new Flaw(code, message, Optional.ofNullable(param), Optional.of(line.number())));
    }

    private static FileLines flawed(Flaw flaw) {
        return new FileLines.Flawed(List.of(flaw));
    }

    private static String clip(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}

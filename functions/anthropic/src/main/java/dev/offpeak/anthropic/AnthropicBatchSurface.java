package dev.offpeak.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.surface.BatchSurface;
import dev.offpeak.core.surface.BatchView;
import dev.offpeak.core.surface.Errand;
import dev.offpeak.core.surface.FileView;
import dev.offpeak.core.surface.Flaw;
import dev.offpeak.core.surface.LineEnd;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.core.surface.ResultLine;
import dev.offpeak.wire.json.JsonLine;
import dev.offpeak.wire.json.JsonOut;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Message batches as callers speak them (API reference and batch guide, 2026-11).
public final class AnthropicBatchSurface implements BatchSurface {
    static final String PATH = "/v1/messages/batches";
    private static final Pattern ONE = Pattern.compile(PATH + "/([^/]+)(/results|/cancel|)");
    private static final int USUAL_PAGE = 20;
    private static final int LARGEST_PAGE = 1_000;

    /// An invocation of the function carries 6 MB, in which every quote of the body has a backslash.
    private static final long LARGEST = 5L << 20;

    @Override
    public ProviderId provider() {
        return AnthropicDialect.ID;
    }

    @Override
    public Optional<Errand> errand(String method, String path) {
        if (path.equals(PATH)) {
            return Optional.of(
                    switch (method) {
                        case "GET" -> new Errand.ListBatches();
                        case "POST" -> new Errand.CreateBatch();
                        default -> new Errand.NotAllowed(Set.of("GET", "POST"));
                    });
        }
        var one = ONE.matcher(path);
        return one.matches() ? Optional.of(errand(method, one.group(1), one.group(2))) : Optional.empty();
    }

    private static Errand errand(String method, String id, String what) {
        return switch (method + what) {
            case "GET" -> new Errand.ShowBatch(id);
            case "DELETE" -> new Errand.DeleteBatch(id);
            case "GET/results" -> new Errand.ReadResults(id);
            case "POST/cancel" -> new Errand.CancelBatch(id);
            default ->
                new Errand.NotAllowed(
                        switch (what) {
                            case "/results" -> Set.of("GET");
                            case "/cancel" -> Set.of("POST");
                            default -> Set.of("DELETE", "GET");
                        });
        };
    }

    @Override
    public String prefix(CallerIds.Kind kind) {
        return switch (kind) {
            case BATCH -> "msgbatch_";
            case INPUT, OUTPUT, ERRORS -> throw noFiles();
        };
    }

    @Override
    public Set<String> carriedHeaders() {
        return AnthropicHeaders.CARRIED;
    }

    @Override
    public long largest(Errand errand) {
        return LARGEST;
    }

    @Override
    public Order order(Body request) {
        return MessageBatchOrder.read(request);
    }

    @Override
    public FileLines lines(Endpoint endpoint, Body file) {
        throw noFiles();
    }

    @Override
    public Flaw noSuchInput(String id) {
        throw noFiles();
    }

    @Override
    public Upload upload(String contentType, Body request) {
        throw noFiles();
    }

    /// A list has the newest first: what comes after an id is older, what comes before it is newer.
    @Override
    public Page page(Errand errand, Map<String, String> query) {
        var limit = query.getOrDefault("limit", Integer.toString(USUAL_PAGE));
        if (!limit.matches("[0-9]{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > LARGEST_PAGE) {
            return new Page.Refused(Refusal.bad("limit", "Input should be a whole number from 1 to " + LARGEST_PAGE));
        }
        var before = Optional.ofNullable(query.get("before_id"));
        var after = Optional.ofNullable(query.get("after_id"));
        if (before.isPresent() && after.isPresent()) {
            return new Page.Refused(Refusal.bad("after_id", "Only one of before_id and after_id can be given"));
        }
        boolean newer = before.isPresent();
        return new Page.Asked(Integer.parseInt(limit), before.or(() -> after), newer, newer, Optional.empty());
    }

    @Override
    public Body batch(BatchView batch) {
        return JsonOut.object(json -> MessageBatchJson.write(json, batch));
    }

    @Override
    public Body batches(List<BatchView> page, boolean more) {
        return JsonOut.object(json -> {
            json.writeArrayFieldStart("data");
            for (var batch : page) {
                json.writeStartObject();
                MessageBatchJson.write(json, batch);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("has_more", more);
            json.writeStringField(
                    "first_id", page.isEmpty() ? null : page.getFirst().id());
            json.writeStringField(
                    "last_id", page.isEmpty() ? null : page.getLast().id());
        });
    }

    @Override
    public Body deleted(CallerIds.Kind kind, String id) {
        return JsonOut.object(json -> {
            json.writeStringField("id", id);
            json.writeStringField("type", "message_batch_deleted");
        });
    }

    @Override
    public Body file(FileView file) {
        throw noFiles();
    }

    @Override
    public Body files(List<FileView> page, boolean more) {
        throw noFiles();
    }

    @Override
    public String resultsType() {
        return "application/x-jsonl";
    }

    /// There is but one file, and a batch has no usage.
    @Override
    public ResultLine result(Body customId, JobId job, LineEnd end) {
        return new ResultLine(CallerIds.Kind.OUTPUT, row(customId, end), Optional.empty());
    }

    private static byte[] row(Body customId, LineEnd end) {
        var start = "{\"custom_id\":" + customId.text() + ",\"result\":{\"type\":";
        return switch (end) {
            case LineEnd.Answered answered
            when answered.succeeded() -> JsonLine.of(start + "\"succeeded\",\"message\":", answered.body(), "}}");
            case LineEnd.Answered(var status, var body) -> errored(start, AnthropicFailures.envelope(status, body));
            case LineEnd.Refused(var why) -> errored(start, AnthropicFailures.envelope(400, why));
            case LineEnd.Failed(var code, var message) ->
                errored(start, AnthropicFailures.envelopeOfType(code, message));
            case LineEnd.Canceled canceled -> (start + "\"canceled\"}}\n").getBytes(UTF_8);
            case LineEnd.Expired expired -> (start + "\"expired\"}}\n").getBytes(UTF_8);
        };
    }

    private static byte[] errored(String start, Body envelope) {
        return JsonLine.of(start + "\"errored\",\"error\":", envelope, "}}");
    }

    @Override
    public Refused refusal(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Bad(var param, var why) ->
                refused(400, param.map(name -> name + ": ").orElse("") + why);
            case Refusal.TooLarge(var bytes, var most) ->
                refused(
                        413,
                        "The request has " + bytes + " bytes; Offpeak takes at most " + most
                                + " at once. Split it into several batches: they are submitted together all the same");
            case Refusal.NoSuchBatch(var id) -> refused(404, "No message batch found with id '" + clip(id) + "'");
            case Refusal.NoSuchFile(var id) -> refused(404, "No file found with id '" + clip(id) + "'");
            case Refusal.NoResults(var id) ->
                refused(404, "Batch " + clip(id) + " has no results yet: its processing has not ended");
            case Refusal.ResultsTooLarge large -> refused(400, large.why());
            case Refusal.NoSuchRange range -> refused(416, range.why());
            case Refusal.Over(var batch) ->
                refused(400, "Batch " + batch.id() + " cannot be canceled because it has already ended");
            case Refusal.NotOver(var batch) ->
                refused(400, "Batch " + batch.id() + " cannot be deleted while it is in progress; cancel it first");
            case Refusal.NotAllowed(var allowed) -> refused(405, "This path takes " + allowed);
            case Refusal.Unavailable(var why) -> refused(503, why);
            case Refusal.Unsettled unsettled -> refused(503, unsettled.why());
        };
    }

    private static Refused refused(int status, String message) {
        return new Refused(status, AnthropicFailures.envelope(status, message));
    }

    private static String clip(String id) {
        return id.length() <= 64 ? id : id.substring(0, 64) + "…";
    }

    private static UnsupportedOperationException noFiles() {
        return new UnsupportedOperationException("message batches have no files");
    }
}

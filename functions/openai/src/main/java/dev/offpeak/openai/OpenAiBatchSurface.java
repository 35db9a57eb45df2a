package dev.offpeak.openai;

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
import dev.offpeak.wire.json.JsonOut;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Files and batches as callers speak them (API reference and batch guide, 2026-11).
public final class OpenAiBatchSurface implements BatchSurface {
    private static final Pattern PATH = Pattern.compile("/v1/(files|batches)(?:/([^/]+)(/content|/cancel|))?");

    /// An invocation of the function carries 6 MB, and a form in base 64.
    private static final long LARGEST_FORM = 4L << 20;

    private static final long LARGEST = 1L << 20;

    @Override
    public ProviderId provider() {
        return OpenAiDialect.ID;
    }

    @Override
    public Optional<Errand> errand(String method, String path) {
        if (!path.startsWith("/v1/files") && !path.startsWith("/v1/batches")) {
            // most calls, and a pattern costs them more
            return Optional.empty();
        }
        var found = PATH.matcher(path);
        if (!found.matches()) {
            return Optional.empty();
        }
        var id = found.group(2);
        var what = found.group(1) + (id == null ? "" : "/id" + found.group(3));
        return switch (what) {
            case "files" -> errand(method, Map.of("GET", new Errand.ListFiles(), "POST", new Errand.UploadFile()));
            case "batches" -> errand(method, Map.of("GET", new Errand.ListBatches(), "POST", new Errand.CreateBatch()));
            case "files/id" ->
                errand(method, Map.of("GET", new Errand.ShowFile(id), "DELETE", new Errand.DeleteFile(id)));
            case "files/id/content" -> errand(method, Map.of("GET", new Errand.ReadFile(id)));
            case "batches/id" -> errand(method, Map.of("GET", new Errand.ShowBatch(id)));
            case "batches/id/cancel" -> errand(method, Map.of("POST", new Errand.CancelBatch(id)));
            default -> Optional.empty();
        };
    }

    private static Optional<Errand> errand(String method, Map<String, Errand> byMethod) {
        return Optional.of(
                Optional.ofNullable(byMethod.get(method)).orElseGet(() -> new Errand.NotAllowed(byMethod.keySet())));
    }

    @Override
    public String prefix(CallerIds.Kind kind) {
        return switch (kind) {
            case BATCH -> "batch_";
            case INPUT, OUTPUT, ERRORS -> "file-";
        };
    }

    /// None, as with OpenAI's own batches.
    @Override
    public Set<String> carriedHeaders() {
        return Set.of();
    }

    @Override
    public long largest(Errand errand) {
        return errand instanceof Errand.UploadFile ? LARGEST_FORM : LARGEST;
    }

    @Override
    public Order order(Body request) {
        return BatchOrder.read(request);
    }

    @Override
    public FileLines lines(Endpoint endpoint, Body file) {
        return BatchFileLines.read(endpoint, file);
    }

    /// Another's file, one that was deleted and one that never was look the same.
    @Override
    public Flaw noSuchInput(String id) {
        return new Flaw(
                "invalid_request",
                "There is no file '" + clip(id) + "' with the purpose 'batch'.",
                Optional.of("input_file_id"),
                Optional.empty());
    }

    @Override
    public Upload upload(String contentType, Body request) {
        return UploadForm.read(contentType, request);
    }

    @Override
    public Page page(Errand errand, Map<String, String> query) {
        boolean files = errand instanceof Errand.ListFiles;
        int usual = files ? 10_000 : 20;
        int most = files ? 10_000 : 100;
        var limit = query.getOrDefault("limit", Integer.toString(usual));
        if (!limit.matches("[0-9]{1,5}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > most) {
            return new Page.Refused(
                    Refusal.bad("limit", "Invalid 'limit': expected a whole number from 1 to " + most + "."));
        }
        var order = files ? query.getOrDefault("order", "desc") : "desc";
        if (!Set.of("asc", "desc").contains(order)) {
            return new Page.Refused(Refusal.bad("order", "Invalid 'order': expected 'asc' or 'desc'."));
        }
        return new Page.Asked(
                Integer.parseInt(limit),
                Optional.ofNullable(query.get("after")),
                order.equals("asc"),
                false,
                files ? Optional.ofNullable(query.get("purpose")) : Optional.empty());
    }

    @Override
    public Body batch(BatchView batch) {
        return JsonOut.object(json -> BatchJson.write(json, batch));
    }

    @Override
    public Body batches(List<BatchView> page, boolean more) {
        return list(page, more, BatchView::id, view -> json -> BatchJson.write(json, view));
    }

    @Override
    public Body deleted(CallerIds.Kind kind, String id) {
        return JsonOut.object(json -> {
            json.writeStringField("id", id);
            json.writeStringField("object", kind == CallerIds.Kind.BATCH ? "batch" : "file");
            json.writeBooleanField("deleted", true);
        });
    }

    @Override
    public Body file(FileView file) {
        return JsonOut.object(json -> BatchJson.write(json, file));
    }

    @Override
    public Body files(List<FileView> page, boolean more) {
        return list(page, more, FileView::id, view -> json -> BatchJson.write(json, view));
    }

    private static <T> Body list(
            List<T> page, boolean more, Function<T, String> id, Function<T, JsonOut.Content> content) {
        return JsonOut.object(json -> {
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (var entry : page) {
                json.writeStartObject();
                content.apply(entry).writeTo(json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("first_id", page.isEmpty() ? null : id.apply(page.getFirst()));
            json.writeStringField("last_id", page.isEmpty() ? null : id.apply(page.getLast()));
            json.writeBooleanField("has_more", more);
        });
    }

    @Override
    public String resultsType() {
        return "application/octet-stream";
    }

    @Override
    public ResultLine result(Body customId, JobId job, LineEnd end) {
        return ResultFileLine.of(customId, job, end);
    }

    @Override
    public Refused refusal(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Bad(var param, var why) -> refused(400, param, why);
            case Refusal.TooLarge(var bytes, var most) ->
                refused(
                        413,
                        Optional.of("file"),
                        "The request has " + bytes + " bytes; Offpeak takes at most " + most
                                + " at once. Split the file into several batches: they are submitted together all the"
                                + " same.");
            case Refusal.NoSuchBatch(var id) ->
                refused(404, Optional.empty(), "No batch found with id '" + clip(id) + "'.");
            case Refusal.NoSuchFile(var id) -> refused(404, Optional.of("id"), "No such File object: " + clip(id));
            case Refusal.NoResults(var id) ->
                refused(404, Optional.empty(), "Batch " + clip(id) + " has no results yet.");
            case Refusal.ResultsTooLarge large -> refused(400, Optional.empty(), large.why());
            case Refusal.NoSuchRange range -> refused(416, Optional.empty(), range.why());
            case Refusal.Over(var batch) ->
                refused(409, Optional.empty(), "Cannot cancel a batch with status '" + BatchJson.status(batch) + "'.");
            case Refusal.NotOver(var batch) ->
                refused(409, Optional.empty(), "Cannot delete a batch with status '" + BatchJson.status(batch) + "'.");
            case Refusal.NotAllowed(var allowed) -> refused(405, Optional.empty(), "This path takes " + allowed + ".");
            case Refusal.Unavailable(var why) -> refused(503, Optional.empty(), why);
            case Refusal.Unsettled unsettled -> refused(503, Optional.empty(), unsettled.why());
        };
    }

    private static Refused refused(int status, Optional<String> param, String message) {
        return new Refused(status, OpenAiFailures.envelopeOf(status, param, message));
    }

    private static String clip(String id) {
        return id.length() <= 64 ? id : id.substring(0, 64) + "…";
    }
}

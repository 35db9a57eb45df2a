package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.Page;
import dev.offpeak.simulator.http.Call;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Operation;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Reply;
import dev.offpeak.simulator.http.Request;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// `/files`: upload, look up, download, delete.
final class FilesApi {
    private final FileStore files;
    private final InstantSource clock;

    FilesApi(FileStore files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    List<Operation> operations() {
        return List.of(
                Operation.of("openai.files.create", "POST", "/openai/v1/files", this::create),
                Operation.of("openai.files.list", "GET", "/openai/v1/files", this::list),
                Operation.of("openai.files.get", "GET", "/openai/v1/files/{id}", this::get),
                Operation.of("openai.files.content", "GET", "/openai/v1/files/{id}/content", this::content),
                Operation.of("openai.files.delete", "DELETE", "/openai/v1/files/{id}", this::delete));
    }

    private Reply create(Call call) throws IOException {
        Upload upload = Upload.read(call.request(), files.scratch());
        Optional<Refusal> refusal = upload.refusal();
        if (refusal.isPresent()) {
            return Reply.refused(refusal.get());
        }
        var now = clock.instant();
        StoredFile file = files.add(
                call.caller(),
                upload.filename(),
                upload.purpose(),
                upload.bytes(),
                now,
                upload.life().map(now::plus));
        return Reply.ok(file.toJson());
    }

    private Reply list(Call call) {
        Request request = call.request();
        List<StoredFile> matching = files.list(call.caller()).stream()
                .filter(file ->
                        request.query("purpose").map(file.purpose()::equals).orElse(true))
                .toList();
        List<StoredFile> ordered = request.query("order").orElse("desc").equals("asc") ? matching : matching.reversed();
        Page<StoredFile> page =
                Page.after(ordered, StoredFile::id, request.query("after"), request.intQuery("limit", 10_000, 10_000));
        return Reply.ok(listJson(page.data(), StoredFile::toJson, StoredFile::id, page.hasMore()));
    }

    static <T> ObjectNode listJson(
            List<T> items, Function<T, ObjectNode> json, Function<T, String> id, boolean hasMore) {
        ObjectNode list = Json.object().put("object", "list");
        var data = list.putArray("data");
        items.forEach(item -> data.add(json.apply(item)));
        list.put("first_id", items.isEmpty() ? null : id.apply(items.getFirst()));
        list.put("last_id", items.isEmpty() ? null : id.apply(items.getLast()));
        return list.put("has_more", hasMore);
    }

    private Reply get(Call call) {
        return with(call, file -> Reply.ok(file.toJson()));
    }

    private Reply content(Call call) {
        return with(call, file -> new Reply.FileContent(file.path(), "application/octet-stream"));
    }

    private Reply delete(Call call) {
        String id = call.request().id();
        return files.delete(call.caller(), id)
                ? Reply.ok(Json.object().put("id", id).put("object", "file").put("deleted", true))
                : noSuchFile(id);
    }

    private Reply with(Call call, Function<StoredFile, Reply> use) {
        String id = call.request().id();
        return files.find(call.caller(), id).map(use).orElseGet(() -> noSuchFile(id));
    }

    private static Reply noSuchFile(String id) {
        return Reply.refused(
                new Refusal(404, "invalid_request_error", null, "id", "No such File object: " + id, Map.of()));
    }
}

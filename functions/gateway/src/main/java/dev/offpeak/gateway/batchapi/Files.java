package dev.offpeak.gateway.batchapi;

import static dev.offpeak.gateway.batchapi.Answers.json;
import static dev.offpeak.gateway.batchapi.Answers.refused;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.BatchSurface.Page;
import dev.offpeak.core.surface.BatchSurface.Upload;
import dev.offpeak.core.surface.CallerFile;
import dev.offpeak.core.surface.Errand;
import dev.offpeak.core.surface.FileView;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.core.surface.Stretch;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.SubmitOne;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files: those that callers upload, and those that batches leave.
public final class Files {
    /// Rows that are read at once for a page.
    private static final int STEP = 1_000;

    private final Shelf shelf;
    private final SubmitOne.Naming naming;
    private final ReadResults results;

    public Files(Shelf shelf, SubmitOne.Naming naming) {
        this.shelf = shelf;
        this.naming = naming;
        this.results = new ReadResults(shelf);
    }

    /// Bytes first, then the row: a file that can be seen can be read.
    HttpResponse upload(Desk desk, HttpRequest request) throws IOException {
        var type = request.header("content-type").orElse("");
        return switch (desk.surface().upload(type, request.body())) {
            case Upload.Refused(var refusal) -> refused(desk, refusal);
            case Upload.File(var filename, var purpose, var content, var seconds) -> {
                var now = naming.now();
                var facts = new CallerFile.Facts(
                        filename, purpose, content.length(), now, Optional.of(now.plusSeconds(seconds)));
                var name = CallerName.fresh(now, naming.random());
                var file = new CallerFile(
                        Kind.INPUT, name, desk.tenant(), desk.provider().id(), facts, false);
                shelf.objects().putIfAbsent(Keys.input(file), content.toBytes());
                if (shelf.files().add(file) instanceof Write.NotDone<CallerFile>(var why)) {
                    throw new IOException("file " + name + " was not written: " + why);
                }
                yield json(desk.surface().file(view(desk, file)));
            }
        };
    }

    HttpResponse show(Desk desk, String id) {
        return find(desk, id)
                .map(file -> json(desk.surface().file(view(desk, file))))
                .orElseGet(() -> refused(desk, new Refusal.NoSuchFile(id)));
    }

    HttpResponse delete(Desk desk, String id) {
        var found = find(desk, id);
        found.ifPresent(shelf.files()::hide);
        return found.isPresent()
                ? json(desk.surface().deleted(Kind.INPUT, id))
                : refused(desk, new Refusal.NoSuchFile(id));
    }

    HttpResponse content(Desk desk, String id, HttpRequest request) throws IOException {
        var found = find(desk, id);
        if (found.isEmpty()) {
            return refused(desk, new Refusal.NoSuchFile(id));
        }
        var file = found.get();
        if (file.kind() == Kind.INPUT) {
            return new HttpResponse(200, Map.of("Content-Type", "application/octet-stream"), bytes(file));
        }
        var batch = shelf.batches().find(file.name());
        return batch.isPresent()
                ? results.answer(desk, batch.get(), file.kind(), request)
                : refused(desk, new Refusal.NoSuchFile(id));
    }

    HttpResponse list(Desk desk, Errand errand, HttpRequest request) {
        return switch (desk.surface().page(errand, request.query())) {
            case Page.Refused(var refusal) -> refused(desk, refusal);
            case Page.Asked asked -> {
                var from = asked.after().flatMap(id -> find(desk, id));
                if (asked.after().isPresent() && from.isEmpty()) {
                    yield refused(desk, new Refusal.NoSuchFile(asked.after().get()));
                }
                var found = readable(desk, asked, from.map(CallerFile::place));
                var page = found.subList(0, Math.min(asked.limit(), found.size())).stream()
                        .map(file -> view(desk, file))
                        .toList();
                yield json(desk.surface().files(page, found.size() > asked.limit()));
            }
        };
    }

    /// One more than asked for, where there are so many.
    private List<CallerFile> readable(Desk desk, Page.Asked asked, Optional<String> from) {
        var found = new ArrayList<CallerFile>();
        var now = naming.now();
        var next = from;
        while (found.size() <= asked.limit()) {
            var step = shelf.files().list(desk.tenant(), desk.provider().id(), new Stretch(next, asked.newer(), STEP));
            step.stream()
                    .filter(file -> file.isReadable(now))
                    .filter(file -> asked.purpose()
                            .filter(purpose -> !purpose.equals(file.facts().purpose()))
                            .isEmpty())
                    .forEach(found::add);
            if (step.size() < STEP) {
                break;
            }
            next = Optional.of(step.getLast().place());
        }
        return found;
    }

    /// A file of the caller's that can be read.
    Optional<CallerFile> find(Desk desk, String id) {
        var now = naming.now();
        return desk.fileKind(id)
                .flatMap(kind ->
                        desk.name(kind, id).flatMap(name -> shelf.files().find(kind, name)))
                .filter(file -> file.tenant().equals(desk.tenant()))
                .filter(file -> file.provider().equals(desk.provider().id()))
                .filter(file -> file.isReadable(now));
    }

    Body bytes(CallerFile uploaded) throws IOException {
        return Body.of(shelf.read(Keys.input(uploaded)));
    }

    private static FileView view(Desk desk, CallerFile file) {
        return new FileView(file, desk.id(file.kind(), file.name()));
    }
}

package dev.offpeak.gateway.batchapi;

import static dev.offpeak.gateway.batchapi.Answers.json;
import static dev.offpeak.gateway.batchapi.Answers.refused;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.surface.BatchInput;
import dev.offpeak.core.surface.BatchSurface;
import dev.offpeak.core.surface.BatchSurface.Order;
import dev.offpeak.core.surface.BatchSurfaces;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatch.Phase;
import dev.offpeak.core.surface.CallerLine;
import dev.offpeak.core.surface.Errand;
import dev.offpeak.core.surface.Flaw;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.gateway.batchapi.CreateBatch.Created;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// `/{provider}/v1/…`: the provider's own batch API, in front of the jobs that carry it.
public final class BatchApis {
    /// A caller that polls more often learns nothing more.
    private static final String RETRY_AFTER = "30";

    private static final int TRIES = 5;

    private final BatchSurfaces surfaces;
    private final Names names;
    private final Shelf shelf;
    private final Work work;

    /// Which ids are whose.
    public record Names(CallerIds callers, JobIds jobs) {}

    public record Work(CreateBatch create, FollowBatch follow, ListBatches list, Files files, InstantSource clock) {}

    public BatchApis(BatchSurfaces surfaces, Names names, Shelf shelf, Work work) {
        this.surfaces = surfaces;
        this.names = names;
        this.shelf = shelf;
        this.work = work;
    }

    /// What a call of the provider's wants of its batch API; empty when it wants something else.
    public Optional<Errand> errand(Provider provider, String method, String path) {
        return surfaces.find(provider.id()).flatMap(surface -> surface.errand(method, path));
    }

    public HttpResponse answer(TenantId tenant, Provider provider, Errand errand, HttpRequest request)
            throws IOException {
        var surface = surfaces.find(provider.id()).orElseThrow();
        var desk = new Desk(tenant, provider, surface, new Desk.Ids(names.callers(), names.jobs()));
        if (request.compression().isPresent()) {
            return refused(desk, Refusal.bad("content-encoding", "Send the request uncompressed."));
        }
        var most = surface.largest(errand);
        return request.body().length() > most
                ? refused(desk, new Refusal.TooLarge(request.body().length(), most))
                : answer(desk, errand, request);
    }

    private HttpResponse answer(Desk desk, Errand errand, HttpRequest request) throws IOException {
        return switch (errand) {
            case Errand.CreateBatch create -> create(desk, request);
            case Errand.ListBatches list -> work.list().answer(desk, errand, request);
            case Errand.ShowBatch(var id) -> show(desk, id, request);
            case Errand.ReadResults(var id) -> results(desk, id, request);
            case Errand.CancelBatch(var id) -> cancel(desk, id, request);
            case Errand.DeleteBatch(var id) -> delete(desk, id, request);
            case Errand.NotAllowed(var methods) -> {
                var allowed = String.join(", ", new TreeSet<>(methods));
                yield refused(desk, new Refusal.NotAllowed(allowed)).with("Allow", allowed);
            }
            case Errand.UploadFile upload -> work.files().upload(desk, request);
            case Errand.ListFiles list -> work.files().list(desk, errand, request);
            case Errand.ShowFile(var id) -> work.files().show(desk, id);
            case Errand.ReadFile(var id) -> work.files().content(desk, id, request);
            case Errand.DeleteFile(var id) -> work.files().delete(desk, id);
        };
    }

    private HttpResponse create(Desk desk, HttpRequest request) throws IOException {
        return switch (desk.surface().order(request.body())) {
            case Order.Refused(var refusal) -> refused(desk, refusal);
            case Order.Inline(var endpoint, var lines) ->
                created(desk, new CreateBatch.Draft(endpoint, lines, Optional.empty()), request);
            case Order.OfFile order -> created(desk, draft(desk, order), request);
        };
    }

    private CreateBatch.Draft draft(Desk desk, Order.OfFile order) throws IOException {
        var file = work.files().find(desk, order.file()).filter(found -> found.kind() == Kind.INPUT);
        var read = file.isEmpty()
                ? new BatchSurface.FileLines.Flawed(List.of(desk.surface().noSuchInput(order.file())))
                : desk.surface().lines(order.endpoint(), work.files().bytes(file.get()));
        return switch (read) {
            case BatchSurface.FileLines.Sound(var model, var lines) -> draft(order, lines, model, List.of());
            case BatchSurface.FileLines.Flawed(var flaws) -> draft(order, List.of(), Optional.empty(), flaws);
        };
    }

    private static CreateBatch.Draft draft(
            Order.OfFile order, List<CallerLine> lines, Optional<String> model, List<Flaw> flaws) {
        var input = new BatchInput(order.file(), model, order.outputLife(), order.metadata(), flaws);
        return new CreateBatch.Draft(order.endpoint(), lines, Optional.of(input));
    }

    private HttpResponse created(Desk desk, CreateBatch.Draft draft, HttpRequest request) throws IOException {
        return switch (work.create().create(desk, draft, request)) {
            case Created.Refused(var refusal) -> refused(desk, refusal);
            case Created.Made(var batch) -> json(desk.surface().batch(BatchViews.of(desk, batch, true, request)));
        };
    }

    private HttpResponse show(Desk desk, String id, HttpRequest request) throws IOException {
        var found = find(desk, id);
        if (found.isEmpty()) {
            return refused(desk, new Refusal.NoSuchBatch(id));
        }
        var batch = work.follow().follow(desk, found.get());
        var answer = json(desk.surface().batch(BatchViews.of(desk, batch, false, request)));
        return batch.isOver() ? answer : answer.with("Retry-After", RETRY_AFTER);
    }

    private HttpResponse results(Desk desk, String id, HttpRequest request) throws IOException {
        var found = find(desk, id);
        if (found.isEmpty()) {
            return refused(desk, new Refusal.NoSuchBatch(id));
        }
        return found.get().phase() == Phase.ENDED
                ? new ReadResults(shelf).answer(desk, found.get(), Kind.OUTPUT, request)
                : refused(desk, new Refusal.NoResults(id));
    }

    private HttpResponse cancel(Desk desk, String id, HttpRequest request) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            var found = find(desk, id);
            if (found.isEmpty()) {
                return refused(desk, new Refusal.NoSuchBatch(id));
            }
            var batch = found.get();
            if (batch.isOver()) {
                return refused(desk, new Refusal.Over(BatchViews.of(desk, batch, false, request)));
            }
            if (batch.phase() == Phase.FINALIZING) {
                // nothing is left to be called off, and it is not shown as ended yet
                return json(desk.surface().batch(BatchViews.of(desk, batch, false, request)));
            }
            var called = batch.course().cancelAt().isPresent()
                    ? batch
                    : shelf.save(
                            batch.with(batch.course().canceledAt(work.clock().instant())));
            if (called.course().cancelAt().isPresent()) {
                // told as it is called off, before its lines are: a large batch may take several looks
                var answer = json(desk.surface().batch(BatchViews.of(desk, called, false, request)));
                work.follow().callOff(desk, called);
                return answer;
            }
        }
        return refused(desk, new Refusal.Unavailable("the batch is being changed by others; try again"));
    }

    private HttpResponse delete(Desk desk, String id, HttpRequest request) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            var found = find(desk, id);
            if (found.isEmpty()) {
                return refused(desk, new Refusal.NoSuchBatch(id));
            }
            var batch = found.get();
            if (!batch.isOver()) {
                return refused(desk, new Refusal.NotOver(BatchViews.of(desk, batch, false, request)));
            }
            if (shelf.save(batch.with(batch.course().asHidden())).course().hidden()) {
                return json(desk.surface().deleted(Kind.BATCH, id));
            }
        }
        return refused(desk, new Refusal.Unavailable("the batch is being changed by others; try again"));
    }

    private Optional<CallerBatch> find(Desk desk, String id) {
        return desk.name(Kind.BATCH, id)
                .flatMap(shelf.batches()::find)
                .filter(batch -> batch.tenant().equals(desk.tenant()))
                .filter(batch -> batch.what().provider().equals(desk.provider().id()))
                .filter(batch -> !batch.course().hidden());
    }
}

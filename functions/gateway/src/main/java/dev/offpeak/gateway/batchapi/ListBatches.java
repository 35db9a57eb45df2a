package dev.offpeak.gateway.batchapi;

import static dev.offpeak.gateway.batchapi.Answers.json;
import static dev.offpeak.gateway.batchapi.Answers.refused;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.surface.BatchSurface.Page;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Errand;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.core.surface.Stretch;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A page of a caller's batches. Some callers wait for a batch by listing, so a list looks at what is running as well.
public final class ListBatches {
    private static final Logger LOG = System.getLogger(ListBatches.class.getName());

    /// Running batches that one list looks at.
    private static final int LOOKS = 20;

    /// After so long no further one is looked at.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Shelf shelf;
    private final FollowBatch follow;
    private final InstantSource clock;

    public ListBatches(Shelf shelf, FollowBatch follow, InstantSource clock) {
        this.shelf = shelf;
        this.follow = follow;
        this.clock = clock;
    }

    HttpResponse answer(Desk desk, Errand errand, HttpRequest request) {
        return switch (desk.surface().page(errand, request.query())) {
            case Page.Refused(var refusal) -> refused(desk, refusal);
            case Page.Asked asked -> {
                var from = asked.after().flatMap(id -> desk.name(Kind.BATCH, id));
                yield asked.after().isPresent() && from.isEmpty()
                        ? refused(desk, new Refusal.NoSuchBatch(asked.after().get()))
                        : page(desk, asked, from.map(Object::toString), request);
            }
        };
    }

    private HttpResponse page(Desk desk, Page.Asked asked, Optional<String> from, HttpRequest request) {
        var found = shelf.batches()
                .list(desk.tenant(), desk.provider().id(), new Stretch(from, asked.newer(), asked.limit() + 1));
        var page = found.subList(0, Math.min(asked.limit(), found.size()));
        var views = followed(desk, asked.turned() ? page.reversed() : page).stream()
                .map(batch -> BatchViews.of(desk, batch, false, request))
                .toList();
        return json(desk.surface().batches(views, found.size() > asked.limit()));
    }

    private List<CallerBatch> followed(Desk desk, List<CallerBatch> page) {
        var until = clock.instant().plus(PATIENCE);
        var shown = new ArrayList<CallerBatch>();
        int looks = 0;
        for (var batch : page) {
            boolean looked = !batch.isOver() && looks < LOOKS && clock.instant().isBefore(until);
            looks += looked ? 1 : 0;
            shown.add(looked ? followed(desk, batch) : batch);
        }
        return shown;
    }

    /// One that cannot be followed is shown as it was seen last: it must not take the others out of sight.
    private CallerBatch followed(Desk desk, CallerBatch batch) {
        try {
            return follow.follow(desk, batch);
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "batch {0} cannot be followed: {1}: {2}",
                    batch.name(),
                    e.getClass().getSimpleName(),
                    e.getMessage());
            return batch;
        }
    }
}

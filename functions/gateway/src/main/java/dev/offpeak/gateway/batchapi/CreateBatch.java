package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.surface.BatchInput;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerLine;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.jobs.Replay;
import dev.offpeak.gateway.jobs.SubmitOne;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Takes a batch in: its lines become objects, then one row, then messages. Whatever dies in between leaves either
/// nothing that anybody sees, or a row whose reader sends the messages again.
public final class CreateBatch {
    private final Admission admission;
    private final SubmitOne.Naming naming;
    private final StockBatch stock;
    private final AnnounceBatch announce;

    public CreateBatch(Shelf shelf, Admission admission, FollowBatch.Steps steps, SubmitOne.Naming naming) {
        this.admission = admission;
        this.naming = naming;
        stock = new StockBatch(shelf.objects());
        announce = new AnnounceBatch(shelf, steps, naming::now);
    }

    /// What a batch is to be made of.
    ///
    /// @param lines none if the file they were to come from has flaws
    record Draft(Endpoint endpoint, List<CallerLine> lines, Optional<BatchInput> input) {}

    sealed interface Created {
        record Made(CallerBatch batch) implements Created {}

        record Refused(Refusal refusal) implements Created {}
    }

    Created create(Desk desk, Draft draft, HttpRequest request) throws IOException {
        return switch (Wishes.of(request)) {
            case Wishes.Unclear(var header, var why) -> new Created.Refused(Refusal.bad(header, why));
            case Wishes.Clear clear -> name(desk, draft, clear, request);
        };
    }

    private Created name(Desk desk, Draft draft, Wishes.Clear wishes, HttpRequest request) throws IOException {
        var now = naming.now();
        var proposed = desk.id(CallerIds.Kind.BATCH, CallerName.fresh(now, naming.random()));
        var key = request.header("idempotency-key");
        return switch (naming.replay().identify(desk.tenant(), key, proposed, request.body(), now)) {
            case Replay.Identity.Conflict(var problem) ->
                new Created.Refused(new Refusal.Bad(Optional.empty(), problem.detail()));
            case Replay.Identity.Known(var id, var acceptedAt, var isReplay) -> {
                var name = desk.name(CallerIds.Kind.BATCH, id).orElseThrow();
                var headers = request.carried(desk.surface().carriedHeaders());
                yield judge(
                        desk, new Identity(name, id, acceptedAt, key.isPresent()), draft, new Terms(wishes, headers));
            }
        };
    }

    private record Identity(CallerName name, String id, Instant at, boolean isKeyed) {}

    private record Terms(Wishes.Clear wishes, Headers headers) {}

    private Created judge(Desk desk, Identity identity, Draft draft, Terms terms) throws IOException {
        var lines = draft.lines().stream()
                .map(line -> JudgedLine.of(
                        line,
                        new Request(draft.endpoint(), terms.headers(), line.request()),
                        desk.provider().dialect()))
                .toList();
        var expiresAt = identity.at().plus(Wishes.WINDOW);
        var first = lines.stream().filter(line -> !line.isRefused()).findFirst();
        if (first.isPresent()) {
            // deadline and headers are those of all
            var spec = spec(
                    desk, identity, first.get().call(), terms, terms.wishes().deadline());
            switch (admission.judge(spec, Admission.Door.JOBS, identity.at())) {
                case Admission.Verdict.Refused(var field, var why) -> {
                    return new Created.Refused(Refusal.bad(header(field), why));
                }
                case Admission.Verdict.Admitted admitted -> expiresAt = admitted.deadline();
            }
        }
        return make(desk, identity, draft, terms, lines, expiresAt);
    }

    private static String header(String field) {
        return field.equals("deadline") ? "Offpeak-Deadline" : field.replaceFirst("^headers\\.", "");
    }

    private Created make(
            Desk desk, Identity identity, Draft draft, Terms terms, List<JudgedLine> lines, Instant expiresAt)
            throws IOException {
        var order = new CallerBatch.Order(
                desk.provider().id(),
                draft.endpoint(),
                identity.at(),
                expiresAt,
                lines.size(),
                Desk.parts(lines.size()),
                draft.input());
        var batch = new CallerBatch(identity.name(), desk.tenant(), order, CallerBatch.Course.START, 1);
        if (order.flaws().isEmpty()) {
            var start = stock.stock(batch, lines, call -> spec(desk, identity, call, terms, expiresAt.toString()));
            batch = new CallerBatch(identity.name(), desk.tenant(), order, start, 1);
        }
        return announce.announce(desk, batch, identity.isKeyed());
    }

    private static JobSpec spec(Desk desk, Identity identity, Request call, Terms terms, String deadline) {
        return new JobSpec(
                desk.provider().id(),
                call,
                Optional.of(false),
                Optional.of(deadline),
                terms.wishes().label(),
                Optional.of(identity.id()),
                Optional.empty(),
                terms.wishes().terms());
    }
}

package dev.offpeak.gateway.batchapi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerLine;
import dev.offpeak.core.surface.Flaw;
import dev.offpeak.core.surface.Outcome;
import dev.offpeak.core.surface.Progress;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.jobs.Replay;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.wire.job.JobWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Takes a batch in: its lines become objects, then one row, then messages. Whatever dies in between leaves either
/// nothing that anybody sees, or a row whose reader sends the messages again.
public final class CreateBatch {
    private static final Logger LOG = System.getLogger(CreateBatch.class.getName());

    private final Shelf shelf;
    private final Admission admission;
    private final FollowBatch.Steps steps;
    private final TakeBack takeBack;
    private final SubmitOne.Naming naming;
    private final JobWriter writer = new JobWriter();

    public CreateBatch(Shelf shelf, Admission admission, FollowBatch.Steps steps, SubmitOne.Naming naming) {
        this.shelf = shelf;
        this.admission = admission;
        this.steps = steps;
        this.takeBack = new TakeBack(shelf, steps.withdraw(), naming::now);
        this.naming = naming;
    }

    /// What a batch is to be made of.
    ///
    /// @param input the id of the file it comes from
    record Draft(
            Endpoint endpoint,
            List<CallerLine> lines,
            Optional<String> input,
            Map<String, String> metadata,
            List<Flaw> flaws) {}

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
                yield judge(
                        desk,
                        new Identity(name, id, acceptedAt, key.isPresent()),
                        draft,
                        new Terms(wishes, headers(desk, request)));
            }
        };
    }

    private record Identity(CallerName name, String id, Instant at, boolean isKeyed) {}

    private record Terms(Wishes.Clear wishes, Headers headers) {}

    private Created judge(Desk desk, Identity identity, Draft draft, Terms terms) throws IOException {
        var judged = new ArrayList<Judged>();
        for (var line : draft.lines()) {
            var call = new Request(draft.endpoint(), terms.headers(), line.request());
            judged.add(new Judged(line, call, refusal(desk.provider().dialect().inspect(call))));
        }
        var expiresAt = identity.at().plus(Wishes.WINDOW);
        var first = judged.stream().filter(line -> line.refusal().isEmpty()).findFirst();
        if (first.isPresent()) {
            // deadline and headers are those of all
            var spec = spec(desk, identity, first.get(), terms, terms.wishes().deadline());
            switch (admission.judge(spec, Admission.Door.JOBS, identity.at())) {
                case Admission.Verdict.Refused(var field, var why) -> {
                    return new Created.Refused(Refusal.bad(header(field), why));
                }
                case Admission.Verdict.Admitted admitted -> expiresAt = admitted.deadline();
            }
        }
        return store(desk, identity, draft, terms, judged, expiresAt);
    }

    private record Judged(CallerLine line, Request call, Optional<String> refusal) {}

    /// A line that no batch takes would cost full price, which nobody who sends a batch expects.
    private static Optional<String> refusal(Inspection inspection) {
        return switch (inspection) {
            case Inspection.Batchable batchable -> Optional.empty();
            case Inspection.DirectOnly(var model, var why) -> Optional.of(why);
            case Inspection.Invalid(var field, var why) -> Optional.of(field.replaceFirst("^body\\.", "") + ": " + why);
        };
    }

    private static String header(String field) {
        return field.equals("deadline") ? "Offpeak-Deadline" : field.replaceFirst("^headers\\.", "");
    }

    private Created store(
            Desk desk, Identity identity, Draft draft, Terms terms, List<Judged> judged, Instant expiresAt)
            throws IOException {
        var order = new CallerBatch.Order(
                desk.provider().id(),
                draft.endpoint(),
                identity.at(),
                expiresAt,
                judged.size(),
                Desk.parts(judged.size()),
                draft.input(),
                draft.metadata(),
                draft.flaws());
        var batch = new CallerBatch(identity.name(), desk.tenant(), order, CallerBatch.Course.START, 1);
        for (int part = 0; part < order.parts(); part++) {
            var jobs = jobs(desk, identity, terms, judged, part, expiresAt);
            if (jobs.length > 0) {
                shelf.objects().putIfAbsent(Keys.jobs(batch, part), jobs);
            }
        }
        if (!draft.flaws().isEmpty()) {
            return announce(desk, batch, identity.isKeyed());
        }
        var entries = judged.stream()
                .map(line -> new Roster.Entry(line.line().customId(), line.refusal()))
                .toList();
        shelf.objects().putIfAbsent(Keys.roster(batch), new Roster(entries).bytes());
        return announce(
                desk,
                new CallerBatch(identity.name(), desk.tenant(), order, start(batch, judged), 1),
                identity.isKeyed());
    }

    /// Lines that are refused have ended before they began.
    private CallerBatch.Course start(CallerBatch batch, List<Judged> judged) throws IOException {
        var progress = Progress.of(judged.size());
        for (int line = 0; line < judged.size(); line++) {
            if (judged.get(line).refusal().isPresent()) {
                progress.end(line, Outcome.ERRORED);
            }
        }
        if (progress.tally().ended() == 0) {
            return batch.course();
        }
        var key = Keys.progress(batch, progress.bytes());
        shelf.objects().putIfAbsent(key, progress.bytes());
        var course = batch.course().with(key, progress.tally());
        return progress.isWhole() ? course.settledAt(batch.what().createdAt()) : course;
    }

    /// The messages are made before the row: from there on, only what is told to the caller can go wrong.
    private Created announce(Desk desk, CallerBatch batch, boolean isKeyed) throws IOException {
        var messages = steps.send().messages(desk, batch);
        var standing = written(batch);
        if (standing.course().isSent() || standing.course().cancelAt().isPresent()) {
            return new Created.Made(standing);
        }
        if (sent(standing, messages)) {
            return new Created.Made(marked(standing));
        }
        // with a key the same call completes it; without one the caller's next is another batch
        return new Created.Refused(
                isKeyed || takeBack.takeBack(desk, standing)
                        ? new Refusal.Unavailable("the queue did not take the batch; try again")
                        : new Refusal.Unsettled(identity(desk, standing)));
    }

    private static String identity(Desk desk, CallerBatch batch) {
        return desk.id(CallerIds.Kind.BATCH, batch.name());
    }

    /// A row of which nobody knows is on no list, and nobody sends its lines: it need not be taken back.
    private CallerBatch written(CallerBatch batch) throws IOException {
        return switch (shelf.batches().create(batch)) {
            case Write.Done<CallerBatch> done -> batch;
            // the same call came before
            case Write.Lost<CallerBatch>(var current) -> current.orElse(batch);
            case Write.NotDone<CallerBatch>(var why) ->
                throw new IOException("batch " + batch.name() + " was not written: " + why);
        };
    }

    /// The queue may have what it did not answer for.
    private boolean sent(CallerBatch batch, List<Envelope> messages) {
        try {
            return steps.send().send(messages);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "batch {0} may be sent: {1}: {2}",
                    batch.name(),
                    e.getClass().getSimpleName(),
                    e.getMessage());
            return false;
        }
    }

    /// The lines are on their way: without the mark, whoever looks next sends them again, which does no harm.
    private CallerBatch marked(CallerBatch batch) {
        try {
            return shelf.save(batch.with(batch.course().sentAt(naming.now())));
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "batch {0} is sent and not marked so: {1}: {2}",
                    batch.name(),
                    e.getClass().getSimpleName(),
                    e.getMessage());
            return batch;
        }
    }

    /// The jobs of one part, a line each; a refused one leaves its line blank, so that numbers mean the same here and
    /// in the ids.
    private byte[] jobs(Desk desk, Identity identity, Terms terms, List<Judged> judged, int part, Instant expiresAt) {
        var out = new ByteArrayOutputStream();
        int blank = 0;
        for (var line : judged.subList(part * Desk.PART, Math.min(judged.size(), (part + 1) * Desk.PART))) {
            if (line.refusal().isEmpty()) {
                out.writeBytes("\n".repeat(blank).getBytes(US_ASCII));
                blank = 0;
                oneLine(writer.write(spec(desk, identity, line, terms, expiresAt.toString())), out);
            }
            blank++;
        }
        return out.toByteArray();
    }

    /// JSON has line breaks between its tokens only, where one white space is as good as another.
    private static void oneLine(Body job, ByteArrayOutputStream out) {
        var bytes = job.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        out.writeBytes(bytes);
    }

    private static JobSpec spec(Desk desk, Identity identity, Judged line, Terms terms, String deadline) {
        return new JobSpec(
                desk.provider().id(),
                line.call(),
                Optional.of(false),
                Optional.of(deadline),
                terms.wishes().label(),
                Optional.of(identity.id()),
                Optional.empty(),
                terms.wishes().terms());
    }

    private static Headers headers(Desk desk, HttpRequest request) {
        var carried = new TreeMap<String, String>();
        for (var name : desk.provider().dialect().carriedHeaders()) {
            request.header(name).ifPresent(value -> carried.put(name, value));
        }
        return new Headers(carried);
    }
}

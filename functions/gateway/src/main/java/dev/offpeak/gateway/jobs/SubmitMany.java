package dev.offpeak.gateway.jobs;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.offpeak.core.id.Base32;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.routing.Route;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.NdJson;
import dev.offpeak.wire.job.Reading;
import dev.offpeak.wire.job.UploadIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many jobs as NDJSON: each line judged by itself, the good ones stored as one object and announced by one message.
public final class SubmitMany {
    /// More outcomes than these might not fit into one answer.
    public static final int MOST_LINES = 5_000;

    private final JobReader reader;
    private final Admission admission;
    private final Acceptance acceptance;
    private final SubmitOne.Naming naming;

    public SubmitMany(JobReader reader, Admission admission, Acceptance acceptance, SubmitOne.Naming naming) {
        this.reader = reader;
        this.admission = admission;
        this.acceptance = acceptance;
        this.naming = naming;
    }

    /// What became of one line.
    private record Judged(NdJson.Line line, Optional<Problem> problem, Optional<Good> good) {}

    private record Good(JobSpec spec, Verdict.Admitted admitted) {}

    HttpResponse answer(TenantId tenant, HttpRequest request) throws IOException {
        var bytes = request.body().toBytes();
        var now = naming.now();
        var lines = NdJson.lines(bytes);
        if (lines.isEmpty()) {
            return Problem.of(ProblemType.EMPTY, "there is no job in the request")
                    .response();
        }
        if (lines.size() > MOST_LINES) {
            return Problem.of(
                            ProblemType.TOO_LARGE,
                            "the request has " + lines.size() + " jobs; at most " + MOST_LINES + " are taken at once")
                    .response();
        }
        var key = request.header("idempotency-key");
        return switch (naming.replay().identify(tenant, key, newUploadId(), request.body(), now)) {
            case Replay.Identity.Conflict(var problem) -> problem.response();
            case Replay.Identity.Known(var upload, var acceptedAt, var isReplay) ->
                accept(tenant, bytes, judge(bytes, lines, acceptedAt), upload, acceptedAt);
        };
    }

    private List<Judged> judge(byte[] bytes, List<NdJson.Line> lines, Instant now) {
        var judged = new ArrayList<Judged>(lines.size());
        var references = new HashMap<String, Integer>();
        for (var line : lines) {
            judged.add(
                    switch (reader.read(bytes, line.offset(), line.length())) {
                        case Reading.NotJson(var why) -> bad(line, Problem.of(ProblemType.BAD_JSON, why));
                        case Reading.Flawed flawed -> bad(line, flawed.field(), flawed.why());
                        case Reading.Sound(var spec)
                        when SubmitOne.Naming.isReserved(spec) ->
                            bad(line, "id", "names starting with job_ are Offpeak's own");
                        case Reading.Sound(var spec) -> judge(line, spec, now, references);
                    });
        }
        return judged;
    }

    /// @param references which line took which name; two lines of one name would be one job
    private Judged judge(NdJson.Line line, JobSpec spec, Instant now, Map<String, Integer> references) {
        return switch (admission.judge(spec, Admission.Door.JOBS, now)) {
            case Verdict.Refused(var field, var why) -> bad(line, field, why);
            case Verdict.Admitted admitted
            when admitted.route().execution() == Route.Execution.INLINE ->
                bad(line, "waiting", "nobody can wait for a line of many; send it alone");
            case Verdict.Admitted admitted -> {
                var earlier = spec.reference().map(name -> references.putIfAbsent(name, line.number()));
                yield earlier.isPresent()
                        ? bad(line, "id", "is that of line " + earlier.get() + " already")
                        : new Judged(line, Optional.empty(), Optional.of(new Good(spec, admitted)));
            }
        };
    }

    private static Judged bad(NdJson.Line line, String field, String why) {
        return bad(line, Problem.ofField(ProblemType.BAD_JOB, field, why));
    }

    private static Judged bad(NdJson.Line line, Problem problem) {
        return new Judged(line, Optional.of(problem), Optional.empty());
    }

    private HttpResponse accept(TenantId tenant, byte[] bytes, List<Judged> judged, String upload, Instant acceptedAt)
            throws IOException {
        var good = judged.stream().filter(line -> line.good().isPresent()).toList();
        if (!good.isEmpty() && !acceptance.upload(upload, tenant, acceptedAt, keepOnly(bytes, good))) {
            return Problem.of(ProblemType.QUEUE_UNAVAILABLE, "the queue did not take the jobs; nothing was accepted")
                    .response();
        }
        Json.Content outcomes = json -> {
            json.writeNumberField("accepted", good.size());
            json.writeNumberField("rejected", judged.size() - good.size());
            json.writeArrayFieldStart("jobs");
            for (var line : judged) {
                write(json, tenant, line, upload, acceptedAt);
            }
            json.writeEndArray();
        };
        return good.isEmpty()
                ? Problem.of(ProblemType.NO_GOOD_LINE, "none of the lines is a job that can be taken")
                        .response(outcomes)
                : HttpResponse.json(202, Json.object(outcomes)).with("Retry-After", retryAfter(good));
    }

    private static String retryAfter(List<Judged> good) {
        return Long.toString(good.stream()
                .mapToLong(line -> RetryAdvice.seconds(
                        line.good().orElseThrow().admitted().route().lane()))
                .min()
                .orElseThrow());
    }

    private void write(JsonGenerator json, TenantId tenant, Judged judged, String upload, Instant acceptedAt)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("line", judged.line().number());
        if (judged.good().isPresent()) {
            var good = judged.good().get();
            var id = UploadIds.of(
                    naming.ids(), tenant, acceptedAt, upload, judged.line().number(), good.spec());
            json.writeStringField("id", id.value());
            json.writeStringField("state", "QUEUED");
            json.writeStringField("lane", good.admitted().route().lane().name());
            json.writeStringField("why", good.admitted().route().why());
        }
        if (judged.problem().isPresent()) {
            json.writeObjectFieldStart("error");
            judged.problem().get().writeFields(json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// Bad lines become blank ones, so that a line's number means the same in the request, the object and the ids.
    private static Body keepOnly(byte[] bytes, List<Judged> good) {
        var out = new ByteArrayOutputStream(bytes.length);
        int number = 1;
        for (var line : good) {
            for (; number < line.line().number(); number++) {
                out.write('\n');
            }
            out.write(bytes, line.line().offset(), line.line().length());
        }
        return Body.of(out.toByteArray());
    }

    private String newUploadId() {
        var unique = new byte[15];
        naming.random().nextBytes(unique);
        return "upload_" + Base32.encode(unique);
    }
}

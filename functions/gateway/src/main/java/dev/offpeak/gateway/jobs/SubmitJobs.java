package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import java.io.IOException;
import java.util.Locale;

/// `POST /v1/jobs`: one job as JSON, or many as NDJSON.
public final class SubmitJobs {
    /// Of one request; an invocation carries at most 6 MB.
    public static final int LARGEST = 5 * 1024 * 1024;

    private final SubmitOne one;
    private final SubmitMany many;

    public SubmitJobs(SubmitOne one, SubmitMany many) {
        this.one = one;
        this.many = many;
    }

    public HttpResponse answer(TenantId tenant, HttpRequest request) throws IOException {
        if (request.body().length() > LARGEST) {
            return Problem.of(
                            ProblemType.TOO_LARGE,
                            "the request has " + request.body().length() + " bytes; at most " + LARGEST
                                    + " are taken at once")
                    .response();
        }
        if (request.compression().isPresent()) {
            return Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Encoding is " + request.compression().get() + "; send it uncompressed")
                    .response();
        }
        var type = request.header("content-type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("application/json");
        return switch (type) {
            case "application/json" -> one.answer(tenant, request);
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> many.answer(tenant, request);
            default ->
                Problem.of(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "Content-Type is " + type + "; send application/json or application/x-ndjson")
                        .response();
        };
    }
}

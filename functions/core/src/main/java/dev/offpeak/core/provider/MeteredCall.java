package dev.offpeak.core.provider;

import dev.offpeak.core.pricing.Told;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.PassThrough.Departure;
import dev.offpeak.core.provider.PassThrough.Passage;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A job's direct call, made so that its answer tells what it cost: a stream is asked for its usage as that of a caller
/// who waits is, and read as it.
public final class MeteredCall {
    private final Dialect dialect;
    private final Request request;
    private final Optional<Passage> passage;
    private final Departure departure;

    private MeteredCall(Dialect dialect, Request request, Optional<Passage> passage) {
        this.dialect = dialect;
        this.request = request;
        this.passage = passage;
        departure = passage.map(known -> dialect.passThrough().depart(known, request.body()))
                .orElseGet(() -> new Departure("unknown", request.body(), false));
    }

    public static MeteredCall of(Dialect dialect, Request request) {
        return new MeteredCall(
                dialect,
                request,
                dialect.passThrough().passage(request.endpoint().path()));
    }

    /// A success.
    ///
    /// @param answer as its job's owner gets it
    public record Metered(SyncOutcome.Answered answer, Usage usage, Told told) {}

    /// As it goes to the provider.
    public Request request() {
        return new Request(request.endpoint(), request.headers(), departure.body());
    }

    public Metered read(SyncOutcome.Answered answer) {
        var type = answer.headers().values().getOrDefault("content-type", "");
        return passage.isPresent() && type.startsWith("text/event-stream")
                ? read(answer, dialect.passThrough().reader(passage.get(), departure, type))
                : new Metered(
                        answer,
                        dialect.readUsage(request.endpoint(), answer.body()),
                        passage.filter(known -> !known.metered()).isPresent() ? Told.FREE : Told.ALL);
    }

    private static Metered read(SyncOutcome.Answered answer, AnswerReader reader) {
        var body = answer.body();
        var out = new ByteArrayOutputStream(body.length());
        AnswerReader.Sink sink = (bytes, from, to) -> out.write(bytes, from, to - from);
        try {
            reader.read(body.array(), body.offset(), body.offset() + body.length(), sink);
            reader.end(sink);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        var kept = new SyncOutcome.Answered(answer.status(), answer.headers(), Body.of(out.toByteArray()));
        return new Metered(kept, reader.usage(), reader.isComplete() ? Told.ALL : Told.PART);
    }
}

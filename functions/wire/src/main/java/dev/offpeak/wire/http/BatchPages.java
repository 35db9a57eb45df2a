package dev.offpeak.wire.http;

import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchApi.SightingsOutcome;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Walks a provider's list of batches, newest first, back to a moment. A list that cannot be read whole is no list:
/// what is missing from it would be taken for proof that a batch does not exist.
public final class BatchPages {
    /// A hundred thousand batches in the time of one doubt would be somebody else's account.
    private static final int MOST_PAGES = 1_000;

    private final Function<Optional<String>, Outcome> ask;
    private final Function<JsonObject, Optional<Sighting>> reader;
    private final Function<Outcome.Answered, ProviderFailure> failure;

    /// @param ask gets the page after the given batch id, or the first
    /// @param reader reads one batch of a page; empty for a shape it does not know
    public BatchPages(
            Function<Optional<String>, Outcome> ask,
            Function<JsonObject, Optional<Sighting>> reader,
            Function<Outcome.Answered, ProviderFailure> failure) {
        this.ask = ask;
        this.reader = reader;
        this.failure = failure;
    }

    public SightingsOutcome since(Instant since) {
        var seen = new ArrayList<Sighting>();
        Optional<String> after = Optional.empty();
        for (int i = 0; i < MOST_PAGES; i++) {
            switch (ask.apply(after)) {
                case Outcome.NotSent(var why) -> {
                    return new SightingsOutcome.Unavailable(BatchReplies.notSent(why));
                }
                case Outcome.InDoubt(var why) -> {
                    return new SightingsOutcome.Unavailable(new ProviderFailure(0, "no_answer", why));
                }
                case Outcome.Answered answered
                when !answered.succeeded() -> {
                    return new SightingsOutcome.Unavailable(failure.apply(answered));
                }
                case Outcome.Answered answered -> {
                    try {
                        after = read(answered.body(), since, seen);
                    } catch (MalformedJson e) {
                        return unreadable(answered.status(), e.why());
                    }
                }
            }
            if (after.isEmpty()) {
                return new SightingsOutcome.Seen(seen);
            }
        }
        return unreadable(200, "the list does not end");
    }

    /// @return the id to go on after; empty when the list has ended or gone back far enough
    private Optional<String> read(byte[] answer, Instant since, List<Sighting> seen) throws MalformedJson {
        var page = JsonObject.parse(answer, 0, answer.length);
        var data = page.get("data").orElseThrow(() -> new MalformedJson("no data"));
        var batches = new ArrayList<Optional<Sighting>>();
        data.each(item -> batches.add(item.object().flatMap(reader)));
        for (var batch : batches) {
            var sighting = batch.orElseThrow(() -> new MalformedJson("a batch of an unknown shape"));
            if (sighting.batch().createdAt().isBefore(since)) {
                return Optional.empty();
            }
            seen.add(sighting);
        }
        return page.isTrue("has_more") && !batches.isEmpty()
                ? Optional.of(seen.getLast().batch().id().value())
                : Optional.empty();
    }

    private static SightingsOutcome unreadable(int status, String why) {
        return new SightingsOutcome.Unavailable(new ProviderFailure(status, "unreadable", why));
    }
}

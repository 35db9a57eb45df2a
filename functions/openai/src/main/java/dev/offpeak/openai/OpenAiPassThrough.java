package dev.offpeak.openai;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.PassThrough;
import dev.offpeak.wire.answer.EventAnswer;
import dev.offpeak.wire.answer.JsonAnswer;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What of OpenAI's API passes straight through (API reference, 2026-11).
final class OpenAiPassThrough implements PassThrough {
    private static final Set<String> POST = Set.of("POST");

    private static final Map<String, Passage> PASSAGES = Stream.of(
                    new Passage("/v1/chat/completions", POST, true, true),
                    new Passage("/v1/responses", POST, true, true),
                    // counting is free
                    new Passage("/v1/responses/input_tokens", POST, true, false),
                    new Passage("/v1/embeddings", POST, true, true),
                    new Passage("/v1/completions", POST, true, true),
                    // moderation is free
                    new Passage("/v1/moderations", POST, true, false),
                    new Passage("/v1/images/generations", POST, true, true),
                    // files in multipart forms, which no job can hold
                    new Passage("/v1/images/edits", POST, false, true),
                    new Passage("/v1/images/variations", POST, false, true),
                    new Passage("/v1/models", Set.of("GET"), false, false))
            .collect(Collectors.toUnmodifiableMap(Passage::path, Function.identity()));

    private static final Pattern MODEL = Pattern.compile("/v1/models/[A-Za-z0-9._:~-]{1,256}");

    /// Not `openai-organization` and `openai-project`: they choose who pays, and that is the account's business.
    /// Not `accept-encoding`: usage is read from the answer.
    private static final Set<String> HEADERS =
            Set.of("accept", "content-encoding", "content-type", "openai-beta", "x-client-request-id");

    private static final Set<String> ACCOUNT_HEADERS = Set.of("openai-organization", "openai-project");

    @Override
    public Optional<Passage> passage(String path) {
        var known = Optional.ofNullable(PASSAGES.get(path));
        return known.isPresent() || !MODEL.matcher(path).matches()
                ? known
                : Optional.of(new Passage(path, Set.of("GET"), false, false));
    }

    @Override
    public Set<String> headers() {
        return HEADERS;
    }

    @Override
    public boolean isIdle(String query) {
        return query.isEmpty();
    }

    @Override
    public Set<String> accountHeaders() {
        return ACCOUNT_HEADERS;
    }

    @Override
    public Departure depart(Passage passage, Body body) {
        if (!passage.metered() || !passage.job()) {
            return new Departure("unknown", body, false);
        }
        try {
            var members = JsonObject.parse(body);
            var model = members.text("model").orElse("unknown");
            var edited = tellsUsageOnlyIfAsked(passage) && members.isTrue("stream")
                    ? UsageOption.asked(body, members)
                    : Optional.<Body>empty();
            return new Departure(model, edited.orElse(body), edited.isPresent());
        } catch (MalformedJson e) {
            return new Departure("unknown", body, false);
        }
    }

    @Override
    public AnswerReader reader(Passage passage, Departure departure, String contentType) {
        if (contentType.startsWith("text/event-stream")) {
            return new EventAnswer(
                    tellsUsageOnlyIfAsked(passage) ? new ChunkUsage(departure.askedForUsage()) : new ResponseUsage(),
                    departure.askedForUsage());
        }
        return contentType.startsWith("application/json")
                ? new JsonAnswer(OpenAiPassThrough::usage)
                : AnswerReader.none();
    }

    private static Usage usage(Body answer) {
        try {
            return OpenAiUsage.read(JsonObject.parseDeeply(answer));
        } catch (MalformedJson e) {
            return Usage.NONE;
        }
    }

    private static boolean tellsUsageOnlyIfAsked(Passage passage) {
        return passage.path().equals("/v1/chat/completions") || passage.path().equals("/v1/completions");
    }
}

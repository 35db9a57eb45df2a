package dev.offpeak.anthropic;

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
import java.util.regex.Pattern;

/// What of Anthropic's API passes straight through (API reference, 2026-11).
final class AnthropicPassThrough implements PassThrough {
    private static final Map<String, Passage> PASSAGES = Map.of(
            "/v1/messages", new Passage("/v1/messages", Set.of("POST"), true, true),
            // counting is free, and has a rate limit of its own
            "/v1/messages/count_tokens", new Passage("/v1/messages/count_tokens", Set.of("POST"), true, false),
            "/v1/models", new Passage("/v1/models", Set.of("GET"), false, false));

    private static final Pattern MODEL = Pattern.compile("/v1/models/[A-Za-z0-9._:~-]{1,256}");

    /// Not `accept-encoding`: usage is read from the answer.
    private static final Set<String> HEADERS = Set.of(
            "accept",
            "content-encoding",
            "content-type",
            AnthropicHeaders.VERSION,
            "anthropic-beta",
            AnthropicHeaders.USER_PROFILE);

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

    /// SDKs add `beta=true` to what `anthropic-beta` says anyway.
    @Override
    public boolean isIdle(String query) {
        return query.isEmpty() || query.equals("beta=true");
    }

    @Override
    public Set<String> accountHeaders() {
        return Set.of("anthropic-organization-id", "anthropic-workspace-id");
    }

    @Override
    public Departure depart(Passage passage, Body body) {
        if (!passage.metered()) {
            return new Departure("unknown", body, false);
        }
        try {
            return new Departure(JsonObject.parse(body).text("model").orElse("unknown"), body, false);
        } catch (MalformedJson e) {
            return new Departure("unknown", body, false);
        }
    }

    @Override
    public AnswerReader reader(Passage passage, Departure departure, String contentType) {
        if (contentType.startsWith("text/event-stream")) {
            return new EventAnswer(new MessageUsage(), false);
        }
        return contentType.startsWith("application/json")
                ? new JsonAnswer(AnthropicPassThrough::usage)
                : AnswerReader.none();
    }

    private static Usage usage(Body answer) {
        try {
            return AnthropicUsage.read(JsonObject.parseDeeply(answer));
        } catch (MalformedJson e) {
            return Usage.NONE;
        }
    }
}

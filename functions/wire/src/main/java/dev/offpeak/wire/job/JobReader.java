package dev.offpeak.wire.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a job's JSON without touching the provider's body in it: that stays a slice of the bytes it came in.
public final class JobReader {
    /// Deeper than any provider's schema, shallow enough for a small stack.
    static final int DEPTH = 512;

    /// What a job may say; `docs/job.schema.json` lists the same.
    public static final Set<String> FIELDS = Collections.unmodifiableSet(new TreeSet<>(Set.of(
            "provider",
            "endpoint",
            "body",
            "waiting",
            "deadline",
            "label",
            "group",
            "id",
            "headers",
            "onLate",
            "onDoubt",
            "share")));

    private static final String NAME = "[A-Za-z0-9_.:/ -]{1,128}";

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(100_000)
                    .build())
            .build();

    public Reading read(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == 0) {
                return new Reading.NotJson("byte " + (i - offset) + " is NUL; the JSON must be UTF-8");
            }
        }
        var draft = new Draft();
        try (var parser = json.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Reading.NotJson("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                field(parser, bytes, offset, draft);
            }
            if (parser.nextToken() != null) {
                return new Reading.NotJson("something follows the JSON object");
            }
        } catch (StreamConstraintsException e) {
            return new Reading.NotJson(e.getOriginalMessage());
        } catch (StreamReadException e) {
            var at = e.getLocation();
            return new Reading.NotJson("not valid JSON at byte " + (at == null ? 0 : at.getByteOffset()));
        } catch (IOException e) {
            // Jackson reports malformed UTF-8 this way; reading from memory has no other I/O to fail
            return new Reading.NotJson("not valid UTF-8");
        }
        return draft.finish();
    }

    private static void field(JsonParser parser, byte[] bytes, int offset, Draft draft) throws IOException {
        var name = parser.currentName();
        var value = parser.nextToken();
        if (!draft.seen(name)) {
            draft.flaw(clip(name), "appears twice");
            parser.skipChildren();
            return;
        }
        switch (name) {
            case "provider" -> draft.provider = string(parser, value, name, "[a-z][a-z0-9-]{0,31}", draft);
            case "endpoint" -> draft.endpoint = string(parser, value, name, "/v1/[a-z_/]{1,64}", draft);
            case "deadline" -> draft.deadline = string(parser, value, name, ".{1,64}", draft);
            case "label" -> draft.label = string(parser, value, name, NAME, draft);
            case "group" -> draft.group = string(parser, value, name, NAME, draft);
            case "id" -> draft.reference = string(parser, value, name, NAME, draft);
            case "onLate" -> draft.onLate = string(parser, value, name, "express|wait|expire", draft);
            case "onDoubt" -> draft.onDoubt = string(parser, value, name, "fail|retry", draft);
            case "waiting" -> draft.waiting = bool(parser, value, name, draft);
            case "share" -> draft.share = bool(parser, value, name, draft);
            case "headers" -> headers(parser, value, draft);
            case "body" -> body(parser, value, bytes, offset, draft);
            case "callback" -> {
                draft.flaw(name, "is not supported yet; read the result with GET /v1/jobs/{id}");
                parser.skipChildren();
            }
            default -> {
                draft.flaw(clip(name), "is not a field of a job; the fields are " + FIELDS);
                parser.skipChildren();
            }
        }
    }

    private static @Nullable String string(JsonParser parser, JsonToken value, String name, String pattern, Draft draft)
            throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            draft.flaw(name, "must be a string, not " + kind(value));
            parser.skipChildren();
            return null;
        }
        var text = parser.getText();
        if (!text.matches(pattern)) {
            draft.flaw(name, "\"" + clip(text) + "\" does not match " + pattern);
            return null;
        }
        return text;
    }

    private static @Nullable Boolean bool(JsonParser parser, JsonToken value, String name, Draft draft)
            throws IOException {
        if (value.isBoolean()) {
            return value == JsonToken.VALUE_TRUE;
        }
        draft.flaw(name, "must be true or false, not " + kind(value));
        parser.skipChildren();
        return null;
    }

    private static void headers(JsonParser parser, JsonToken value, Draft draft) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            draft.flaw("headers", "must be an object of strings, not " + kind(value));
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName().toLowerCase(Locale.ROOT);
            var path = "headers." + clip(name);
            var text = string(parser, parser.nextToken(), path, "[\\x20-\\x7e]{1,1024}", draft);
            if (text != null && draft.headers.put(name, text) != null) {
                draft.flaw(path, "appears twice");
            }
        }
    }

    private static void body(JsonParser parser, JsonToken value, byte[] bytes, int offset, Draft draft)
            throws IOException {
        if (value != JsonToken.START_OBJECT) {
            draft.flaw("body", "must be the provider's request, a JSON object, not " + kind(value));
            parser.skipChildren();
            return;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
        draft.body = Body.slice(bytes, offset + from, to - from);
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_STRING -> "a string";
            default -> "a number";
        };
    }

    private static String clip(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static final class Draft {
        private final Set<String> names = new TreeSet<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String provider;
        private @Nullable String endpoint;
        private @Nullable String deadline;
        private @Nullable String label;
        private @Nullable String group;
        private @Nullable String reference;
        private @Nullable String onLate;
        private @Nullable String onDoubt;
        private @Nullable Boolean waiting;
        private @Nullable Boolean share;
        private @Nullable Body body;
        private Reading.@Nullable Flawed flaw;

        boolean seen(String name) {
            return names.add(name);
        }

        /// The first flaw is the one told.
        void flaw(String field, String why) {
            if (flaw == null) {
                flaw = new Reading.Flawed(field, why, Optional.empty());
            }
        }

        Reading finish() {
            if (provider == null) {
                flaw("provider", "is missing");
            }
            if (endpoint == null) {
                flaw("endpoint", "is missing");
            }
            if (body == null) {
                flaw("body", "is missing");
            }
            if (flaw != null || provider == null || endpoint == null || body == null) {
                return new Reading.Flawed(
                        flaw == null ? "" : flaw.field(),
                        flaw == null ? "" : flaw.why(),
                        Optional.ofNullable(reference));
            }
            return new Reading.Sound(new JobSpec(
                    new ProviderId(provider),
                    new Request(new Endpoint(endpoint), new Headers(headers), body),
                    Optional.ofNullable(waiting),
                    Optional.ofNullable(deadline),
                    Optional.ofNullable(label),
                    Optional.ofNullable(group),
                    Optional.ofNullable(reference),
                    new Terms(
                            onLate == null ? Terms.DEFAULT.onLate() : OnLate.valueOf(onLate.toUpperCase(Locale.ROOT)),
                            onDoubt == null
                                    ? Terms.DEFAULT.onDoubt()
                                    : OnDoubt.valueOf(onDoubt.toUpperCase(Locale.ROOT)),
                            share == null ? Terms.DEFAULT.share() : share)));
        }
    }
}

package dev.offpeak.wire.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.offpeak.core.provider.Body;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The members of a JSON object, each as a byte range. Of members with the same name the last one counts.
public final class JsonObject {
    private final Map<String, JsonBytes> members;

    private JsonObject(Map<String, JsonBytes> members) {
        this.members = members;
    }

    /// Checks the whole text: one object, nothing after it, in UTF-8 without a byte order mark.
    public static JsonObject parse(byte[] bytes, int from, int to) throws MalformedJson {
        return parse(bytes, from, to, false);
    }

    public static JsonObject parse(Body body) throws MalformedJson {
        return parse(body.array(), body.offset(), body.offset() + body.length());
    }

    /// As [#parse], and the objects in it are read on the way: for small ones, of which most is wanted.
    public static JsonObject parseDeeply(Body body) throws MalformedJson {
        return parse(body.array(), body.offset(), body.offset() + body.length(), true);
    }

    private static JsonObject parse(byte[] bytes, int from, int to, boolean deeply) throws MalformedJson {
        Utf8.check(bytes, from, to);
        try (var scan = new Scan(bytes, from, to)) {
            var first = scan.next();
            if (first != JsonToken.START_OBJECT) {
                throw new MalformedJson(first == null ? "empty" : "not a JSON object");
            }
            var object = read(scan, deeply);
            if (scan.next() != null) {
                throw new MalformedJson("something follows the object");
            }
            return object;
        }
    }

    static JsonObject read(Scan scan, boolean deeply) throws MalformedJson {
        var members = new LinkedHashMap<String, JsonBytes>();
        for (var token = scan.next(); token != JsonToken.END_OBJECT; token = scan.next()) {
            if (token == null) {
                throw new MalformedJson("ends inside an object");
            }
            var name = scan.name();
            var first = scan.next();
            if (first == null) {
                throw new MalformedJson("ends inside an object");
            }
            members.put(name, deeply && first == JsonToken.START_OBJECT ? scan.object() : scan.value(first));
        }
        return new JsonObject(members);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /// The member's value; empty when it is absent or null.
    public Optional<JsonBytes> get(String name) {
        return written(name).filter(value -> value.kind() != JsonBytes.Kind.NULL);
    }

    /// The member's value as it was written, even if that is null; empty when it is absent.
    public Optional<JsonBytes> written(String name) {
        return Optional.ofNullable(members.get(name));
    }

    public Optional<String> text(String name) {
        return get(name).flatMap(JsonBytes::text);
    }

    public Optional<Long> integer(String name) {
        return get(name).flatMap(JsonBytes::integer);
    }

    public Optional<JsonObject> object(String name) {
        return get(name).flatMap(JsonBytes::object);
    }

    public boolean isTrue(String name) {
        return get(name).filter(JsonBytes::isTrue).isPresent();
    }
}

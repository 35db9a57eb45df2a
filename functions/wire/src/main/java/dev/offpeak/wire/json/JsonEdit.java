package dev.offpeak.wire.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.offpeak.core.provider.Body;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A JSON object as it was written, from which single members are cut or changed while every other byte stays.
public final class JsonEdit {
    private final Body text;
    private final List<Member> members;

    private record Member(String name, int from, JsonBytes value) {
        int to() {
            return value.offset() + value.length();
        }
    }

    private JsonEdit(Body text, List<Member> members) {
        this.text = text;
        this.members = members;
    }

    public static JsonEdit of(Body text) throws MalformedJson {
        int to = text.offset() + text.length();
        Utf8.check(text.array(), text.offset(), to);
        var members = new ArrayList<Member>();
        try (var scan = new Scan(text.array(), text.offset(), to)) {
            if (scan.next() != JsonToken.START_OBJECT) {
                throw new MalformedJson("not a JSON object");
            }
            for (var token = scan.next(); token == JsonToken.FIELD_NAME; token = scan.next()) {
                var name = scan.name();
                int from = scan.start();
                var first = scan.next();
                if (first == null) {
                    throw new MalformedJson("ends inside an object");
                }
                members.add(new Member(name, from, scan.value(first)));
            }
            if (scan.next() != null) {
                throw new MalformedJson("something follows the object");
            }
        }
        return new JsonEdit(text, members);
    }

    /// Without the members of that name, and without the commas that parted them from the others.
    public Body without(String name) {
        if (members.stream().noneMatch(member -> member.name().equals(name))) {
            return text;
        }
        var out = new ByteArrayOutputStream(text.length());
        copy(out, text.offset(), members.getFirst().from());
        int last = -1;
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            if (!member.name().equals(name)) {
                if (last >= 0) {
                    copy(out, members.get(last).to(), members.get(last + 1).from());
                }
                copy(out, member.from(), member.to());
                last = i;
            }
        }
        copy(out, members.getLast().to(), text.offset() + text.length());
        return Body.of(out.toByteArray());
    }

    /// With other values for the members of these names; none is added.
    ///
    /// @param values JSON, by name
    public Body with(Map<String, Body> values) {
        int length = text.length();
        for (var member : members) {
            var value = values.get(member.name());
            length += value == null ? 0 : value.length() - member.value().length();
        }
        // filled to its end, since what is edited may have tens of megabytes
        var out = ByteBuffer.allocate(length);
        int at = text.offset();
        for (var member : members) {
            var value = values.get(member.name());
            if (value != null) {
                out.put(text.array(), at, member.value().offset() - at);
                out.put(value.array(), value.offset(), value.length());
                at = member.to();
            }
        }
        out.put(text.array(), at, text.offset() + text.length() - at);
        return Body.of(out.array());
    }

    private void copy(ByteArrayOutputStream out, int from, int to) {
        out.write(text.array(), from, to - from);
    }
}

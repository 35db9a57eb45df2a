package dev.offpeak.wire.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.provider.Body;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Picks a few members of a JSON object, and of objects that are its members, out of bytes that pass by, however they
/// are cut and however long the rest is.
///
/// It believes that the bytes are JSON: what it picks is parsed by whoever uses it.
final class PassingObject {
    private static final int LONGEST_NAME = 64;

    /// Room for the usage of a call.
    private static final int USUAL = 192;

    private final Set<String> wanted;
    private final Set<String> entered;
    private final int longest;
    private final Map<String, byte[]> picked = new LinkedHashMap<>();
    private final Map<String, Map<String, byte[]>> pickedInside = new LinkedHashMap<>();
    private final byte[] name = new byte[LONGEST_NAME];
    private int nameLength;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean nameNext;
    private boolean inName;
    private boolean whole;

    /// The depth at which members are picked: 1, or 2 inside an entered one.
    private int level = 1;

    private Map<String, byte[]> picking = picked;

    @Nullable
    private ByteArrayOutputStream value;

    /// @param wanted members to pick
    /// @param entered members whose own are picked as well, where they are objects
    /// @param longest bytes a picked value may have; a longer one is passed over
    PassingObject(Set<String> wanted, Set<String> entered, int longest) {
        this.wanted = wanted;
        this.entered = entered;
        this.longest = longest;
    }

    void read(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && !whole) {
            if (!inString) {
                token(bytes[i++]);
            } else if (escaped || inName || value != null) {
                string(bytes[i++]);
            } else {
                // nearly all of an answer is the text of one string
                i = special(bytes, i, to);
                if (i < to) {
                    string(bytes[i++]);
                }
            }
        }
    }

    /// Where something stands that means something in a string.
    private static int special(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /// Whether the object has ended.
    boolean isWhole() {
        return whole;
    }

    /// The picked members as an object of their own.
    Body object() {
        if (pickedInside.isEmpty()) {
            return Body.of(object(picked));
        }
        var members = new LinkedHashMap<>(picked);
        pickedInside.forEach((name, inner) -> members.put(name, object(inner)));
        return Body.of(object(members));
    }

    private static byte[] object(Map<String, byte[]> members) {
        var out = new ByteArrayOutputStream(USUAL);
        members.forEach((key, bytes) -> {
            out.writeBytes(((out.size() == 0 ? "{\"" : ",\"") + key + "\":").getBytes(US_ASCII));
            out.writeBytes(bytes);
        });
        out.writeBytes((out.size() == 0 ? "{}" : "}").getBytes(US_ASCII));
        return out.toByteArray();
    }

    private void string(byte b) {
        keep(b);
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
            inName = false;
            return;
        }
        if (inName && nameLength < LONGEST_NAME) {
            name[nameLength++] = b;
        }
    }

    private void token(byte b) {
        switch (b) {
            case '"' -> {
                keep(b);
                inString = true;
                inName = depth == level && nameNext;
                if (inName) {
                    nameLength = 0;
                    nameNext = false;
                }
            }
            case '{', '[' -> {
                if (b == '{' && depth == 1 && pickedInside.containsKey(name())) {
                    enter();
                }
                keep(b);
                depth++;
                nameNext = depth == level;
            }
            case '}', ']' -> {
                if (depth > level) {
                    keep(b);
                } else {
                    finish();
                    leave();
                }
                depth--;
            }
            case ',' -> {
                if (depth == level) {
                    finish();
                    nameNext = true;
                } else {
                    keep(b);
                }
            }
            case ':' -> {
                if (depth == level) {
                    begin(name());
                } else {
                    keep(b);
                }
            }
            default -> keep(b);
        }
    }

    private void begin(String member) {
        value = wanted.contains(member) ? new ByteArrayOutputStream(USUAL) : null;
        if (level == 1 && entered.contains(member)) {
            pickedInside.put(member, new LinkedHashMap<>());
        }
    }

    private void enter() {
        level = 2;
        picking = Objects.requireNonNull(pickedInside.get(name()));
    }

    private void leave() {
        whole = level == 1;
        level = 1;
        picking = picked;
    }

    private String name() {
        return new String(name, 0, nameLength, US_ASCII);
    }

    private void keep(byte b) {
        if (value != null) {
            value.write(b);
            if (value.size() > longest) {
                value = null;
            }
        }
    }

    /// Of members with the same name the last one counts.
    private void finish() {
        if (value != null) {
            picking.put(name(), value.toByteArray());
            value = null;
        }
    }
}

package dev.offpeak.wire.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.provider.Body;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Picks a few members of a JSON object out of bytes that pass by, however they are cut and however long the rest is.
///
/// It believes that the bytes are JSON: what it picks is parsed by whoever uses it.
final class PassingObject {
    private static final int LONGEST_NAME = 64;

    private final Set<String> wanted;
    private final int longest;
    private final Map<String, byte[]> picked = new LinkedHashMap<>();
    private final byte[] name = new byte[LONGEST_NAME];
    private int nameLength;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean nameNext;
    private boolean inName;
    private boolean whole;

    @Nullable
    private ByteArrayOutputStream value;

    /// @param longest bytes a picked value may have; a longer one is passed over
    PassingObject(Set<String> wanted, int longest) {
        this.wanted = wanted;
        this.longest = longest;
    }

    void read(byte[] bytes, int from, int to) {
        for (int i = from; i < to && !whole; i++) {
            if (inString) {
                string(bytes[i]);
            } else {
                token(bytes[i]);
            }
        }
    }

    /// Whether the object has ended.
    boolean isWhole() {
        return whole;
    }

    /// The picked members as an object of their own.
    Body object() {
        var out = new ByteArrayOutputStream();
        picked.forEach((key, bytes) -> {
            out.writeBytes(((out.size() == 0 ? "{\"" : ",\"") + key + "\":").getBytes(US_ASCII));
            out.writeBytes(bytes);
        });
        out.writeBytes((out.size() == 0 ? "{}" : "}").getBytes(US_ASCII));
        return Body.of(out.toByteArray());
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
                inName = depth == 1 && nameNext;
                if (inName) {
                    nameLength = 0;
                    nameNext = false;
                }
            }
            case '{', '[' -> {
                keep(b);
                depth++;
                nameNext = depth == 1;
            }
            case '}', ']' -> {
                if (depth > 1) {
                    keep(b);
                } else {
                    finish();
                    whole = true;
                }
                depth--;
            }
            case ',' -> {
                if (depth == 1) {
                    finish();
                    nameNext = true;
                } else {
                    keep(b);
                }
            }
            case ':' -> {
                if (depth == 1) {
                    value = wanted.contains(name()) ? new ByteArrayOutputStream() : null;
                } else {
                    keep(b);
                }
            }
            default -> keep(b);
        }
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
            picked.put(name(), value.toByteArray());
            value = null;
        }
    }
}

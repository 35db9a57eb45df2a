package dev.offpeak.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;

/// Puts a checked JSON body into one line of text.
public final class JsonLine {
    private JsonLine() {}

    /// `before`, the body, `after` and a line end. The body's own line breaks become spaces: JSON has them between
    /// its tokens only, where one white space is as good as another. Every other byte stays.
    public static byte[] of(String before, Body body, String after) {
        var head = before.getBytes(UTF_8);
        var tail = (after + "\n").getBytes(UTF_8);
        var line = new byte[head.length + body.length() + tail.length];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(body.array(), body.offset(), line, head.length, body.length());
        for (int i = head.length; i < head.length + body.length(); i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        System.arraycopy(tail, 0, line, head.length + body.length(), tail.length);
        return line;
    }
}

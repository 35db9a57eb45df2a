package dev.offpeak.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import java.util.Arrays;

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

    /// The body of a line made by [#of]: what stands between the first `marker` and the last byte.
    ///
    /// @param marker the end of what was `before`
    public static Body bodyOf(byte[] line, int from, int to, String marker) {
        var wanted = marker.getBytes(UTF_8);
        for (int i = from; i + wanted.length < to; i++) {
            if (Arrays.equals(line, i, i + wanted.length, wanted, 0, wanted.length)) {
                int start = i + wanted.length;
                return Body.slice(line, start, to - 1 - start);
            }
        }
        throw new IllegalArgumentException("a line of " + (to - from) + " bytes has no " + marker);
    }
}

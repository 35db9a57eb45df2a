package dev.offpeak.workers.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.id.CustomId;
import java.util.Arrays;
import java.util.Optional;

/// What every provider's request line starts with, because our dialects write it so: its `custom_id`.
final class RequestLine {
    private static final byte[] START = "{\"custom_id\":\"".getBytes(US_ASCII);

    private RequestLine() {}

    static Optional<CustomId> customId(byte[] buffer, int from, int to) {
        if (to - from < START.length || !Arrays.equals(buffer, from, from + START.length, START, 0, START.length)) {
            return Optional.empty();
        }
        int begin = from + START.length;
        int end = begin;
        while (end < to && buffer[end] != '"') {
            end++;
        }
        return CustomId.parse(new String(buffer, begin, end - begin, US_ASCII));
    }

    /// The same request under another id, with its `\n`.
    static byte[] readdress(byte[] buffer, int from, int to, CustomId old, CustomId fresh) {
        var name = fresh.toString().getBytes(US_ASCII);
        int rest = from + START.length + old.toString().length();
        var line = new byte[START.length + name.length + (to - rest) + 1];
        System.arraycopy(START, 0, line, 0, START.length);
        System.arraycopy(name, 0, line, START.length, name.length);
        System.arraycopy(buffer, rest, line, START.length + name.length, to - rest);
        line[line.length - 1] = '\n';
        return line;
    }
}

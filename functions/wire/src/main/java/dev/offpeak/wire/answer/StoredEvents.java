package dev.offpeak.wire.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.provider.Body;
import java.util.ArrayList;
import java.util.List;

/// A whole stream of server-sent events (WHATWG HTML, 9.2) that lies in memory.
public final class StoredEvents {
    private StoredEvents() {}

    /// One event as it was written, its blank line included.
    ///
    /// @param data what follows its only `data:`; of several lines, or none, nothing
    public record Event(Body text, Body data) {
        /// The event with other data.
        public Body with(Body other) {
            int before = data.offset() - text.offset();
            int after = before + data.length();
            var bytes = new byte[text.length() - data.length() + other.length()];
            System.arraycopy(text.array(), text.offset(), bytes, 0, before);
            System.arraycopy(other.array(), other.offset(), bytes, before, other.length());
            System.arraycopy(
                    text.array(), text.offset() + after, bytes, before + other.length(), text.length() - after);
            return Body.of(bytes);
        }
    }

    /// Without what follows the last blank line, which is no event.
    public static List<Event> of(Body stream) {
        var bytes = stream.array();
        int end = stream.offset() + stream.length();
        var events = new ArrayList<Event>();
        int start = stream.offset();
        for (int line = start; line < end; ) {
            int stop = lineEnd(bytes, line, end);
            int next = nextLine(bytes, stop, end);
            if (stop == line && next > stop) {
                events.add(event(bytes, start, next));
                start = next;
            }
            line = next;
        }
        return events;
    }

    private static Event event(byte[] bytes, int from, int to) {
        var text = Body.slice(bytes, from, to - from);
        var data = Body.slice(bytes, from, 0);
        int lines = 0;
        for (int line = from; line < to; ) {
            int stop = lineEnd(bytes, line, to);
            if (isData(bytes, line, stop)) {
                int start = line + 5 < stop && bytes[line + 5] == ' ' ? line + 6 : line + 5;
                data = Body.slice(bytes, start, stop - start);
                lines++;
            }
            line = nextLine(bytes, stop, to);
        }
        return new Event(text, lines == 1 ? data : Body.slice(bytes, from, 0));
    }

    private static boolean isData(byte[] bytes, int line, int stop) {
        return stop - line >= 5 && new String(bytes, line, 5, US_ASCII).equals("data:");
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /// A line ends with \n, \r or \r\n.
    private static int nextLine(byte[] bytes, int stop, int to) {
        if (stop == to) {
            return to;
        }
        return bytes[stop] == '\r' && stop + 1 < to && bytes[stop + 1] == '\n' ? stop + 2 : stop + 1;
    }
}

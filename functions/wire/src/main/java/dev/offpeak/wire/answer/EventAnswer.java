package dev.offpeak.wire.answer;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stream of server-sent events (WHATWG HTML, 9.2): cut into events as the bytes come, each shown to whoever knows
/// the provider's events. Of an event of more than a mebibyte, such as one that repeats a whole response, only what
/// tells the usage is shown, and it passes.
public final class EventAnswer implements AnswerReader {
    private static final int LONGEST = 1 << 20;
    private static final int USUAL = 2048;

    private static final int LONGEST_USAGE = 64 * 1024;
    private static final Set<String> WANTED = Set.of("type", "usage", "service_tier");
    private static final Set<String> ENTERED = Set.of("response", "message");

    private final Events events;
    private final boolean holding;
    private byte[] event = new byte[USUAL];
    private int length;
    private boolean tooLong;
    private boolean lineIsEmpty = true;
    private boolean afterReturn;

    /// What is picked of an event too long to be held; null where it has no data.
    @Nullable
    private PassingObject picked;

    /// What a provider's events tell.
    public interface Events {
        /// @param data what follows the event's `data:`, or, of a very long one, an object of what tells its usage
        /// @return whether the event is for the caller; a very long one always is
        boolean take(Body data);

        /// The data as the caller gets it, of the event that was just taken. Asked for only where events are held, and
        /// only if one line is all of the data.
        default Body shown(Body data) {
            return data;
        }

        Usage usage();

        boolean isComplete();
    }

    /// @param holding whether events may have to be kept from the caller; each is then passed on once it is whole
    public EventAnswer(Events events, boolean holding) {
        this.events = events;
        this.holding = holding;
    }

    @Override
    public void read(byte[] bytes, int from, int to, Sink out) throws IOException {
        if (!holding) {
            out.write(bytes, from, to);
        }
        int start = from;
        for (int i = from; i < to; i++) {
            if (endsEvent(bytes[i])) {
                add(bytes, start, i + 1, out);
                close(out);
                start = i + 1;
            }
        }
        add(bytes, start, to, out);
    }

    /// What follows the last blank line is no event, but it is the caller's.
    @Override
    public void end(Sink out) throws IOException {
        if (holding && !tooLong) {
            out.write(event, 0, length);
        }
        length = 0;
    }

    @Override
    public Usage usage() {
        return events.usage();
    }

    @Override
    public boolean isComplete() {
        return events.isComplete();
    }

    // A line ends with \n, \r or \r\n; an empty one ends the event.
    private boolean endsEvent(byte b) {
        if (b == '\n' && afterReturn) {
            afterReturn = false;
            return false;
        }
        afterReturn = b == '\r';
        boolean lineEnds = isLineEnd(b);
        boolean ends = lineEnds && lineIsEmpty;
        lineIsEmpty = lineEnds;
        return ends;
    }

    private void add(byte[] bytes, int from, int to, Sink out) throws IOException {
        int fits = tooLong ? 0 : Math.min(to - from, LONGEST - length);
        hold(bytes, from, fits);
        int rest = from + fits;
        if (rest == to) {
            return;
        }
        if (!tooLong) {
            tooLong = true;
            passOn(event, 0, length, out);
            pick();
            length = 0;
        }
        passOn(bytes, rest, to, out);
        if (picked != null) {
            picked.read(bytes, rest, to);
        }
    }

    private void hold(byte[] bytes, int from, int more) {
        if (length + more > event.length) {
            event = Arrays.copyOf(event, Math.max(event.length * 2, length + more));
        }
        System.arraycopy(bytes, from, event, length, more);
        length += more;
    }

    private void passOn(byte[] bytes, int from, int to, Sink out) throws IOException {
        if (holding) {
            out.write(bytes, from, to);
        }
    }

    private void pick() {
        int data = data(0);
        picked = data < 0 ? null : new PassingObject(WANTED, ENTERED, LONGEST_USAGE);
        if (picked != null) {
            picked.read(event, data, length);
        }
    }

    private void close(Sink out) throws IOException {
        if (!tooLong) {
            take(out);
        } else if (picked != null && picked.isWhole()) {
            events.take(picked.object());
        }
        picked = null;
        tooLong = false;
        length = 0;
    }

    private void take(Sink out) throws IOException {
        int start = data(0);
        int end = Math.max(start, 0);
        while (end < length && !isLineEnd(event[end])) {
            end++;
        }
        if (start < 0) {
            passOn(event, 0, length, out);
            return;
        }
        var data = Body.slice(event, start, end - start);
        if (events.take(data) && holding) {
            // Of several lines, the first alone is not what the event says.
            var shown = data(end) < 0 ? events.shown(data) : data;
            out.write(event, 0, start);
            out.write(shown.array(), shown.offset(), shown.offset() + shown.length());
            out.write(event, end, length);
        }
    }

    /// Where the next data begins, or -1. Both providers write the data of an event in one line; of several, only the
    /// first is shown.
    private int data(int from) {
        for (int line = from; line + 5 <= length; line++) {
            if (isData(line)) {
                return line + 5 < length && event[line + 5] == ' ' ? line + 6 : line + 5;
            }
            while (line < length && !isLineEnd(event[line])) {
                line++;
            }
        }
        return -1;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    private boolean isData(int at) {
        return event[at] == 'd'
                && event[at + 1] == 'a'
                && event[at + 2] == 't'
                && event[at + 3] == 'a'
                && event[at + 4] == ':';
    }
}

package dev.offpeak.wire.answer;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import java.io.IOException;
import java.util.Arrays;

/// A stream of server-sent events (WHATWG HTML, 9.2): cut into events as the bytes come, each shown to whoever knows
/// the provider's events. An event of more than a mebibyte passes and is not looked at.
public final class EventAnswer implements AnswerReader {
    private static final int LONGEST = 1 << 20;
    private static final int USUAL = 2048;

    private final Events events;
    private final boolean holding;
    private byte[] event = new byte[USUAL];
    private int length;
    private boolean tooLong;
    private boolean lineIsEmpty = true;
    private boolean afterReturn;

    /// What a provider's events tell.
    public interface Events {
        /// @param data what follows the event's `data:`
        /// @return whether the event is for the caller
        boolean take(Body data);

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
        boolean lineEnds = b == '\n' || b == '\r';
        boolean ends = lineEnds && lineIsEmpty;
        lineIsEmpty = lineEnds;
        return ends;
    }

    private void add(byte[] bytes, int from, int to, Sink out) throws IOException {
        int more = to - from;
        if (tooLong || length + more > LONGEST) {
            if (holding) {
                out.write(event, 0, length);
                out.write(bytes, from, to);
            }
            length = 0;
            tooLong = true;
            return;
        }
        if (length + more > event.length) {
            event = Arrays.copyOf(event, Math.max(event.length * 2, length + more));
        }
        System.arraycopy(bytes, from, event, length, more);
        length += more;
    }

    private void close(Sink out) throws IOException {
        if (!tooLong) {
            boolean passes = take();
            if (holding && passes) {
                out.write(event, 0, length);
            }
        }
        tooLong = false;
        length = 0;
    }

    // Both providers write the data of an event in one line; of several, only the first is shown.
    private boolean take() {
        for (int line = 0; line < length; ) {
            int end = line;
            while (end < length && event[end] != '\n' && event[end] != '\r') {
                end++;
            }
            if (end - line >= 5 && isData(line)) {
                int data = line + 5 < end && event[line + 5] == ' ' ? line + 6 : line + 5;
                return events.take(Body.slice(event, data, end - data));
            }
            line = end + 1;
        }
        return true;
    }

    private boolean isData(int at) {
        return event[at] == 'd'
                && event[at + 1] == 'a'
                && event[at + 2] == 't'
                && event[at + 3] == 'a'
                && event[at + 4] == ':';
    }
}

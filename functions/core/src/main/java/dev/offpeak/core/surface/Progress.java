package dev.offpeak.core.surface;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The outcome of every line of a batch, by its number from 0, in four bits each. What has ended stays as it ended, so
/// an older one is never wrong, only incomplete.
public final class Progress {
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final int lines;
    private final byte[] nibbles;

    private Progress(int lines, byte[] nibbles) {
        this.lines = lines;
        this.nibbles = nibbles;
    }

    public static Progress of(int lines) {
        return new Progress(lines, new byte[(lines + 1) / 2]);
    }

    /// @param bytes of [#bytes]
    public static Progress read(int lines, byte[] bytes) {
        if (bytes.length != (lines + 1) / 2) {
            throw new IllegalArgumentException(
                    "the progress of " + lines + " lines has not " + bytes.length + " bytes");
        }
        var progress = new Progress(lines, bytes.clone());
        for (int line = 0; line < lines; line++) {
            if (progress.nibble(line) >= OUTCOMES.length) {
                throw new IllegalArgumentException("line " + line + " has outcome " + progress.nibble(line));
            }
        }
        return progress;
    }

    public byte[] bytes() {
        return nibbles.clone();
    }

    public int lines() {
        return lines;
    }

    public Outcome at(int line) {
        return OUTCOMES[nibble(line)];
    }

    /// Notes how a line ended; one that has ended already stays.
    public void end(int line, Outcome outcome) {
        if (nibble(line) == 0) {
            nibbles[line / 2] |= (byte) (outcome.ordinal() << (line % 2 * 4));
        }
    }

    public int[] open() {
        return IntStream.range(0, lines).filter(line -> nibble(line) == 0).toArray();
    }

    public boolean isWhole() {
        return IntStream.range(0, lines).allMatch(line -> nibble(line) != 0);
    }

    public Tally tally() {
        var counts = new int[OUTCOMES.length];
        for (int line = 0; line < lines; line++) {
            counts[nibble(line)]++;
        }
        return new Tally(
                counts[Outcome.SUCCEEDED.ordinal()],
                counts[Outcome.ERRORED.ordinal()],
                counts[Outcome.CANCELED.ordinal()],
                counts[Outcome.EXPIRED.ordinal()]);
    }

    /// At most `most` of `open`, spread over all of it. While lines are open, a look at these few tells whether
    /// another look is worth while: were all the others ended, so would be these.
    public static List<Integer> sample(int[] open, int most) {
        if (open.length <= most) {
            return Arrays.stream(open).boxed().toList();
        }
        return IntStream.range(0, most)
                .mapToObj(i -> open[(int) ((long) i * open.length / most)])
                .toList();
    }

    /// At most `most` of `open`, from `first` on and, behind the last, from the beginning.
    public static List<Integer> from(int first, int[] open, int most) {
        int start = (int) Arrays.stream(open).filter(line -> line < first).count();
        return IntStream.range(0, Math.min(most, open.length))
                .mapToObj(i -> open[(start + i) % open.length])
                .toList();
    }

    private int nibble(int line) {
        return nibbles[line / 2] >> (line % 2 * 4) & 0xf;
    }
}

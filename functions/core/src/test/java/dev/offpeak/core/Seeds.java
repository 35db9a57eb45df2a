package dev.offpeak.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Generated input that can be generated again: a failing law names its seed, and `-Dseed=<n>` runs that one alone.
public final class Seeds {
    private final Random random;

    private Seeds(long seed) {
        random = new Random(seed);
    }

    public static void each(int count, Consumer<Seeds> law) {
        var only = Long.getLong("seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? count : only + 1); seed++) {
            try {
                law.accept(new Seeds(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("fails with -Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    public Random random() {
        return random;
    }

    /// From `from` to `to`, both included.
    public int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    public <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    public <T> List<T> list(int min, int max, Supplier<T> item) {
        var list = new ArrayList<T>();
        IntStream.range(0, between(min, max)).forEach(i -> list.add(item.get()));
        return list;
    }

    /// Any text at all, separators, control characters and characters beyond the basic plane included.
    public String text(int maxLength) {
        var text = new StringBuilder();
        list(0, maxLength, () -> switch (between(0, 4)) {
                    case 0 -> between(0, 31);
                    case 1 -> between(0x1f300, 0x1f5ff);
                    case 2 -> (int) oneOf(List.of('\\', '%', '=', '-', 'é', '☃', '"', '\u007f'));
                    default -> between(' ', '~');
                })
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    public byte[] bytes(int maxLength) {
        var bytes = new byte[between(0, maxLength)];
        random.nextBytes(bytes);
        return bytes;
    }
}

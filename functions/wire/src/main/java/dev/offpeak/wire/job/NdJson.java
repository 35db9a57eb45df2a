package dev.offpeak.wire.job;

import java.util.ArrayList;
import java.util.List;

/// Lines of newline-delimited JSON as slices; blank lines are skipped but counted.
public final class NdJson {
    private NdJson() {}

    /// @param number 1-based
    public record Line(int number, int offset, int length) {}

    public static List<Line> lines(byte[] bytes) {
        var lines = new ArrayList<Line>();
        int from = 0;
        int number = 0;
        while (from < bytes.length) {
            int to = from;
            while (to < bytes.length && bytes[to] != '\n') {
                to++;
            }
            number++;
            if (!isBlank(bytes, from, to)) {
                lines.add(new Line(number, from, to - from));
            }
            from = to + 1;
        }
        return lines;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}

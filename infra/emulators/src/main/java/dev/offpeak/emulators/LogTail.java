package dev.offpeak.emulators;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Drains a stream and remembers its last lines, so that a death can be explained.
final class LogTail {

    private static final int KEPT = 40;

    private final Deque<String> lines = new ArrayDeque<>();

    private LogTail() {}

    static LogTail of(InputStream stream) {
        LogTail tail = new LogTail();
        Thread.ofVirtual().start(() -> tail.drain(stream));
        return tail;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private void drain(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException broken) {
            add("(the log ended: " + broken.getMessage() + ")");
        }
    }

    private synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }
}

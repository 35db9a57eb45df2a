package dev.offpeak.local.lambda;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The log file of a function, shared by its sandboxes.
final class FunctionLog implements AutoCloseable {

    private static final int KEPT = 30;

    private final BufferedWriter file;
    private boolean closed;

    FunctionLog(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            this.file = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException broken) {
            throw new UncheckedIOException("the log " + path + " cannot be written", broken);
        }
    }

    /// Copies what a process writes into the file, and remembers its last lines.
    Tail follow(Process process) {
        Tail tail = new Tail();
        tail.reader = Thread.ofVirtual().start(() -> copy(process, tail));
        return tail;
    }

    /// Adds a line; after the end of the stack nobody is left to read it.
    synchronized void write(String line) {
        if (closed) {
            return;
        }
        try {
            file.write(line);
            file.newLine();
            file.flush();
        } catch (IOException full) {
            System.err.println("log line lost: " + line);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void copy(Process process, Tail tail) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                tail.add(line);
                write(line);
            }
        } catch (IOException killed) {
            tail.add("(the output ended: " + killed.getMessage() + ")");
        }
    }

    /// The last lines of one process.
    static final class Tail {
        private final Deque<String> lines = new ArrayDeque<>();
        private Thread reader = Thread.currentThread();

        /// The last lines, after a moment for those still on their way from a process that just ended.
        List<String> lines() {
            try {
                reader.join(Duration.ofMillis(200));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            synchronized (lines) {
                return List.copyOf(lines);
            }
        }

        private void add(String line) {
            synchronized (lines) {
                lines.addLast(line);
                if (lines.size() > KEPT) {
                    lines.removeFirst();
                }
            }
        }
    }
}

package dev.offpeak.simulator.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.http.Hash;
import dev.offpeak.simulator.http.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A result file whose lines are not in the order of the input, as the providers warn.
///
/// Only a small window of lines is shuffled at a time, so that memory does not grow with the batch.
public final class ShuffledLines implements AutoCloseable {
    private static final int WINDOW = 32;

    private final OutputStream out;
    private final List<byte[]> waiting = new ArrayList<>(WINDOW);
    private int lines;

    public ShuffledLines(Path file) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    public void add(JsonNode line) throws IOException {
        waiting.add(Json.bytes(line));
        lines++;
        if (waiting.size() == WINDOW) {
            flush();
        }
    }

    public boolean isEmpty() {
        return lines == 0;
    }

    private void flush() throws IOException {
        while (!waiting.isEmpty()) {
            int next = Math.floorMod(Hash.mix(lines * 31L + waiting.size()), waiting.size());
            out.write(waiting.remove(next));
            out.write('\n');
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}

package dev.offpeak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Lines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;

/// Lines that lie in memory.
public record TextLines(byte[] all, int count) implements Lines {
    public static TextLines of(byte[]... lines) {
        var all = new ByteArrayOutputStream();
        for (var line : lines) {
            all.writeBytes(line);
        }
        return new TextLines(all.toByteArray(), lines.length);
    }

    public static TextLines of(String... lines) {
        return new TextLines((String.join("\n", lines) + "\n").getBytes(UTF_8), lines.length);
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(all);
    }

    @Override
    public long bytes() {
        return all.length;
    }
}

package dev.offpeak.gateway.batchapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines of a batch in their order: the caller's name for each, and why it was not sent where it was not.
record Roster(List<Entry> entries) {
    /// @param customId a JSON string as it was written, in which no tab and no line break can stand
    record Entry(Body customId, Optional<String> refusal) {}

    Roster {
        entries = List.copyOf(entries);
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream(entries.size() * 32);
        for (var entry : entries) {
            out.write(
                    entry.customId().array(),
                    entry.customId().offset(),
                    entry.customId().length());
            entry.refusal().ifPresent(why -> out.writeBytes(("\t" + flat(why)).getBytes(UTF_8)));
            out.write('\n');
        }
        return out.toByteArray();
    }

    static Roster read(byte[] bytes) {
        var entries = new ArrayList<Entry>();
        int from = 0;
        int tab = -1;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\t' && tab < 0) {
                tab = i;
            } else if (bytes[i] == '\n') {
                int end = tab < 0 ? i : tab;
                entries.add(new Entry(
                        Body.slice(bytes, from, end - from),
                        tab < 0 ? Optional.empty() : Optional.of(new String(bytes, tab + 1, i - tab - 1, UTF_8))));
                from = i + 1;
                tab = -1;
            }
        }
        return new Roster(entries);
    }

    private static String flat(String why) {
        return why.replaceAll("[\\t\\r\\n]", " ");
    }
}

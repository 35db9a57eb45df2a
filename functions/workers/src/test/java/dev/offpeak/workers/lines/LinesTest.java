package dev.offpeak.workers.lines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.testkit.FakeObjectStore;
import dev.offpeak.testkit.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Laws of reading lines, over content of every shape: lines longer than any buffer, empty ones, no last line end.
class LinesTest {
    private static final int SEEDS = 150;

    @Test
    void lines_and_offsets_are_those_of_the_whole() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var lines = content(random);
            var whole = join(lines, random.nextBoolean());
            long base = random.nextInt(1000);
            try (var stream = new LineStream(trickle(whole, random), base)) {
                int at = 0;
                var read = new ArrayList<String>();
                while (stream.next()) {
                    read.add(text(stream));
                    assertThat(stream.offset()).as("seed %d", seed).isEqualTo(base + at);
                    assertThat(stream.length()).isEqualTo(read.getLast().length());
                    at = Math.min(at + stream.length() + 1, whole.length);
                    assertThat(stream.nextOffset()).as("seed %d", seed).isEqualTo(base + at);
                }
                assertThat(read).as("seed %d", seed).isEqualTo(expected(whole));
                assertThat(stream.next()).isFalse();
            }
        }
    }

    @Test
    void reading_on_from_the_next_offset_gives_the_rest() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var whole = join(content(random), random.nextBoolean());
            var all = expected(whole);
            try (var stream = new LineStream(new ByteArrayInputStream(whole), 0)) {
                for (int i = 0; i < all.size() / 2; i++) {
                    stream.next();
                }
                int from = all.size() / 2 == 0 ? 0 : (int) stream.nextOffset();
                var rest = new LineStream(new ByteArrayInputStream(whole, from, whole.length - from), from);
                var read = new ArrayList<String>();
                while (rest.next()) {
                    read.add(text(rest));
                }
                assertThat(read).as("seed %d", seed).isEqualTo(all.subList(all.size() / 2, all.size()));
            }
        }
    }

    @Test
    void a_manifest_yields_exactly_its_live_lines_and_says_their_length_beforehand() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var objects = new FakeObjectStore();
            var entries = new ArrayList<Manifest.Entry>();
            var expected = new StringBuilder();
            for (int i = 0; i < random.nextInt(5); i++) {
                var lines = content(random);
                if (lines.isEmpty()) {
                    continue;
                }
                var bytes = join(lines, true);
                var junk = new byte[random.nextInt(50)];
                var out = new ByteArrayOutputStream();
                out.writeBytes(junk);
                out.writeBytes(bytes);
                out.writeBytes(junk);
                objects.putIfAbsent("o" + i, out.toByteArray());
                var live = new BitSet();
                for (int n = 0; n < lines.size(); n++) {
                    live.set(n, i % 2 == 0 || random.nextBoolean());
                    if (live.get(n)) {
                        expected.append(lines.get(n)).append('\n');
                    }
                }
                entries.add(new Manifest.Entry(
                        Samples.segmentId(),
                        "o" + i,
                        junk.length,
                        bytes.length,
                        lines.size(),
                        0,
                        LineSet.of(live),
                        Samples.NOW,
                        Map.of()));
            }
            var lines = ManifestLines.of(objects, new Manifest(entries));
            try (var in = lines.open()) {
                var read = readAll(in, random);
                assertThat(read).as("seed %d", seed).isEqualTo(expected.toString());
                assertThat(lines.bytes()).as("seed %d", seed).isEqualTo(read.length());
            }
            assertThat(lines.count())
                    .isEqualTo((int) expected.chars().filter(c -> c == '\n').count());
        }
    }

    @Test
    void a_closed_manifest_stream_opens_no_further_segment() throws IOException {
        var objects = new FakeObjectStore();
        objects.putIfAbsent("a", "x\n".getBytes(ISO_8859_1));
        var entry = new Manifest.Entry(Samples.segmentId(), "a", 0, 2, 1, 0, LineSet.all(1), Samples.NOW, Map.of());
        var gone = new Manifest.Entry(Samples.segmentId(), "gone", 0, 2, 1, 0, LineSet.all(1), Samples.NOW, Map.of());
        var in = ManifestLines.of(objects, new Manifest(List.of(entry, gone))).open();
        assertThat(in.read()).isEqualTo('x');
        in.close();
    }

    private static List<String> content(Random random) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < random.nextInt(30); i++) {
            int length = switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> 64 * 1024 - 2 + random.nextInt(5);
                case 2 -> random.nextInt(200_000);
                default -> random.nextInt(200);
            };
            lines.add(String.valueOf((char) ('a' + i % 26)).repeat(length));
        }
        return lines;
    }

    private static byte[] join(List<String> lines, boolean ended) {
        return (String.join("\n", lines) + (ended && !lines.isEmpty() ? "\n" : "")).getBytes(ISO_8859_1);
    }

    private static List<String> expected(byte[] whole) {
        var text = new String(whole, ISO_8859_1);
        var lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    private static String text(LineStream stream) {
        return new String(stream.buffer(), stream.from(), stream.length(), ISO_8859_1);
    }

    /// Gives as many bytes as it likes each time, as a network does.
    private static InputStream trickle(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(70_000)));
            }
        };
    }

    private static String readAll(InputStream in, Random random) throws IOException {
        var out = new StringBuilder();
        var buffer = new byte[1 + random.nextInt(100_000)];
        while (true) {
            if (random.nextInt(4) == 0) {
                int one = in.read();
                if (one < 0) {
                    return out.toString();
                }
                out.append((char) one);
            } else {
                int count = in.read(buffer, 0, buffer.length);
                if (count < 0) {
                    return out.toString();
                }
                out.append(new String(buffer, 0, count, ISO_8859_1));
            }
        }
    }
}

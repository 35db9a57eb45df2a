package dev.offpeak.workers.lines;

import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/// The lines a manifest lists, streamed from the segments: whole segments as they lie, others line by line.
public final class ManifestLines implements Lines {
    private final ObjectStore objects;
    private final Manifest manifest;
    private final long bytes;

    private ManifestLines(ObjectStore objects, Manifest manifest, long bytes) {
        this.objects = objects;
        this.manifest = manifest;
        this.bytes = bytes;
    }

    /// Reads the segments that have lines left out once, to know how long the whole is.
    public static ManifestLines of(ObjectStore objects, Manifest manifest) throws IOException {
        long bytes = 0;
        for (var entry : manifest.entries()) {
            bytes += entry.isWhole() ? entry.bytes() : liveBytes(objects, entry);
        }
        return new ManifestLines(objects, manifest, bytes);
    }

    @Override
    public InputStream open() {
        return new Joined(manifest.entries().iterator());
    }

    @Override
    public int count() {
        return manifest.count();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    private static long liveBytes(ObjectStore objects, Manifest.Entry entry) throws IOException {
        long bytes = 0;
        try (var lines = new LineStream(objects.open(entry.object(), entry.offset(), entry.bytes()), 0)) {
            for (int number = 0; lines.next(); number++) {
                bytes += entry.live().contains(number) ? lines.length() + 1 : 0;
            }
        }
        return bytes;
    }

    /// Opens one segment after the other, never two at once, and none any more once it is closed.
    private final class Joined extends InputStream {
        private final Iterator<Manifest.Entry> entries;
        private InputStream current = InputStream.nullInputStream();

        Joined(Iterator<Manifest.Entry> entries) {
            this.entries = entries;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = current.read(into, offset, length);
            while (read < 0 && entries.hasNext()) {
                current.close();
                current = open(entries.next());
                read = current.read(into, offset, length);
            }
            return read;
        }

        private InputStream open(Manifest.Entry entry) throws IOException {
            var bytes = objects.open(entry.object(), entry.offset(), entry.bytes());
            return entry.isWhole() ? bytes : new LiveLines(new LineStream(bytes, 0), entry.live());
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}

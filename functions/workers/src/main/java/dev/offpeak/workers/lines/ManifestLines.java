package dev.offpeak.workers.lines;

import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Enumeration;
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
        return new SequenceInputStream(new Streams(manifest.entries().iterator()));
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

    /// Opens one segment after the other, never two at once.
    private final class Streams implements Enumeration<InputStream> {
        private final Iterator<Manifest.Entry> entries;

        Streams(Iterator<Manifest.Entry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasMoreElements() {
            return entries.hasNext();
        }

        @Override
        public InputStream nextElement() {
            var entry = entries.next();
            try {
                var whole = objects.open(entry.object(), entry.offset(), entry.bytes());
                return entry.isWhole() ? whole : new LiveLines(new LineStream(whole, 0), entry.live());
            } catch (IOException e) {
                throw new UncheckedIOException("segment " + entry.segment() + " cannot be read", e);
            }
        }
    }
}

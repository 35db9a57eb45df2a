package dev.offpeak.bench.load;

import dev.offpeak.core.store.ObjectStore;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Objects as files: what is left of a measurement when the object store costs next to nothing.
public record FileObjectStore(Path folder) implements ObjectStore {
    @Override
    public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
        try {
            Files.write(path(key), bytes, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public long copy(String key, InputStream from) throws IOException {
        try (var out = Files.newOutputStream(path(key), StandardOpenOption.CREATE_NEW)) {
            return from.transferTo(out);
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        try {
            var channel = FileChannel.open(path(key), StandardOpenOption.READ).position(offset);
            return new Range(Channels.newInputStream(channel), length);
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException("no object " + key);
        }
    }

    @Override
    public Optional<Long> size(String key) throws IOException {
        var path = path(key);
        return Files.exists(path) ? Optional.of(Files.size(path)) : Optional.empty();
    }

    private Path path(String key) throws IOException {
        var path = folder.resolve(key);
        Files.createDirectories(path.getParent());
        return path;
    }

    private static final class Range extends FilterInputStream {
        private long left;

        Range(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = super.read(bytes, offset, (int) Math.min(left, length));
            left -= Math.max(0, count);
            return count;
        }
    }
}

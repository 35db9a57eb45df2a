package dev.offpeak.simulator.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of lines that is only added to, by one process at a time.
///
/// What is added is handed to the operating system before `add` returns. That outlives a killed process, which is what
/// it is for, and not a lost machine: nothing is synced.
public final class Lines implements AutoCloseable {
    private final FileChannel channel;

    private Lines(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens or creates the file; what follows its last line break was cut off by a kill and is taken away.
    ///
    /// @throws IllegalStateException when another process has it open
    public static Lines open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, file);
            channel.truncate(endOfLastLine(channel));
            channel.position(channel.size());
            return new Lines(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Adds whole lines, each with its line break.
    public void add(byte[] lines) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(lines);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    /// Bytes so far.
    public long size() throws IOException {
        return channel.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException sameProcess) {
            throw new IllegalStateException(file + " is open already", sameProcess);
        }
        throw new IllegalStateException("another process has " + file + " open");
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        long end = channel.size();
        while (end > 0) {
            long start = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - start));
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
                // a read may bring less than was asked for
            }
            for (int at = block.position() - 1; at >= 0; at--) {
                if (block.get(at) == '\n') {
                    return start + at + 1;
                }
            }
            end = start;
        }
        return 0;
    }
}

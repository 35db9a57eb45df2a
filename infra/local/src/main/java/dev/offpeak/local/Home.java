package dev.offpeak.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The folder of a stack, held by one stack at a time.
final class Home implements AutoCloseable {

    private static final int SECRET_BYTES = 32;

    private final Path folder;
    private final FileChannel lock;

    private Home(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static Home open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IllegalStateException("another stack is running in " + folder);
            }
            return new Home(folder.toAbsolutePath(), channel);
        } catch (IOException broken) {
            throw new UncheckedIOException("the folder " + folder + " cannot be used", broken);
        }
    }

    Path data(String service) {
        return folder.resolve("data").resolve(service);
    }

    Path code(String function) {
        return folder.resolve("code").resolve(function);
    }

    Path log(String function) {
        return folder.resolve("logs").resolve(function + ".log");
    }

    /// The secret job ids are signed with; the same in every run, or kept jobs could no longer be asked for.
    String idSecret() {
        Path file = folder.resolve("id-secret");
        try {
            if (Files.notExists(file)) {
                byte[] secret = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(secret);
                createPrivate(file);
                Files.writeString(file, Base64.getEncoder().encodeToString(secret));
            }
            return Files.readString(file).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException("the id secret " + file + " cannot be used", broken);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void createPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameJvm) {
            return null;
        }
    }
}

package dev.offpeak.aws;

import dev.offpeak.wire.parallel.AtOnce;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// One object on its way to S3 in parts, a few of them at a time; closed without being completed, it leaves nothing.
final class MultipartUpload implements AutoCloseable {
    /// Parts on their way; with the one being read, all that is held in memory.
    private static final int IN_FLIGHT = 2;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String id;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<CompletedPart>> parts = new ArrayList<>();
    private long bytes;
    private boolean completed;

    private MultipartUpload(S3Client s3, String bucket, String key, String id) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.id = id;
    }

    static MultipartUpload start(S3Client s3, String bucket, String key) {
        var started = s3.createMultipartUpload(
                create -> create.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32));
        return new MultipartUpload(s3, bucket, key, started.uploadId());
    }

    /// Sends a part; waits first while too many are on their way. The caller gives the array away.
    void add(byte[] part) throws IOException {
        // no use in reading gigabytes more once a part is lost
        parts.stream().filter(sent -> sent.state() == Future.State.FAILED).forEach(AtOnce::await);
        int number = parts.size() + 1;
        bytes += part.length;
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while copying to " + key, e);
        }
        parts.add(threads.submit(() -> {
            try {
                return send(part, number);
            } finally {
                room.release();
            }
        }));
    }

    long bytes() {
        return bytes;
    }

    /// Makes the object appear.
    ///
    /// @return false when an object of that key has come to be meanwhile; it is left as it is
    boolean completeIfAbsent() {
        var all = parts.stream().map(AtOnce::await).toList();
        try {
            var _ = s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                    .key(key)
                    .uploadId(id)
                    .ifNoneMatch("*")
                    .multipartUpload(list -> list.parts(all)));
            completed = true;
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 412) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        // waits for parts on their way: one that arrives after the abort would be kept, and paid for
        threads.close();
        if (!completed) {
            var _ = s3.abortMultipartUpload(
                    abort -> abort.bucket(bucket).key(key).uploadId(id));
        }
    }

    private CompletedPart send(byte[] part, int number) {
        var sent = s3.uploadPart(
                upload -> upload.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream(part), part.length, "application/octet-stream"));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(sent.checksumCRC32())
                .build();
    }
}

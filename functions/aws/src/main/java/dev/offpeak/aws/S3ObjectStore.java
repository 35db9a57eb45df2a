package dev.offpeak.aws;

import dev.offpeak.core.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects in one S3 bucket, written with `If-None-Match: *`.
///
/// The SDK repeats a call whose reply was lost, so an object that "exists already" may be the caller's own.
public final class S3ObjectStore implements ObjectStore {
    private static final int PART = 5 << 20;
    private static final int CONFLICT = 409;
    private static final int CONFLICT_TRIES = 5;

    private final S3Client s3;
    private final String bucket;

    public S3ObjectStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
        return put(key, bytes);
    }

    @Override
    public long copy(String key, InputStream from) throws IOException {
        var first = part(from);
        if (first.length < PART) {
            return put(key, first) ? first.length : sizeOf(key);
        }
        // 3 GB should not travel to learn what a look can tell
        var standing = size(key);
        if (standing.isPresent()) {
            return standing.get();
        }
        try (var upload = MultipartUpload.start(s3, bucket, key)) {
            for (var part = first; part.length > 0; part = part(from)) {
                upload.add(part);
            }
            return upload.completeIfAbsent() ? upload.bytes() : sizeOf(key);
        } catch (SdkException e) {
            throw broken("copy to", key, e);
        }
    }

    /// Read into place: `readNBytes(int)` gathers chunks first and holds the part twice for a moment.
    private static byte[] part(InputStream from) throws IOException {
        var part = new byte[PART];
        int length = from.readNBytes(part, 0, PART);
        return length == PART ? part : Arrays.copyOf(part, length);
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        if (length == 0) {
            sizeOf(key);
            return InputStream.nullInputStream();
        }
        var last = length > Long.MAX_VALUE - offset ? "" : Long.toString(offset + length - 1);
        try {
            return new RangeStream(
                    s3.getObject(get -> get.bucket(bucket).key(key).range("bytes=" + offset + "-" + last)));
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 404 -> throw missing(key);
                // the range starts at the end or after it
                case 416 -> InputStream.nullInputStream();
                default -> throw broken("open", key, e);
            };
        } catch (SdkException e) {
            throw broken("open", key, e);
        }
    }

    @Override
    public Optional<Long> size(String key) throws IOException {
        try {
            return Optional.of(
                    s3.headObject(head -> head.bucket(bucket).key(key)).contentLength());
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw broken("look at", key, e);
        } catch (SdkException e) {
            throw broken("look at", key, e);
        }
    }

    private boolean put(String key, byte[] bytes) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                var _ = s3.putObject(
                        put -> put.bucket(bucket).key(key).ifNoneMatch("*"),
                        RequestBody.fromContentProvider(
                                () -> new ByteArrayInputStream(bytes), bytes.length, "application/octet-stream"));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == 412) {
                    return false;
                }
                // somebody writes the same key right now; the next try learns who won
                if (e.statusCode() != CONFLICT || tries == CONFLICT_TRIES) {
                    throw broken("put", key, e);
                }
            } catch (SdkException e) {
                throw broken("put", key, e);
            }
        }
    }

    private long sizeOf(String key) throws IOException {
        return size(key).orElseThrow(() -> missing(key));
    }

    private FileNotFoundException missing(String key) {
        return new FileNotFoundException("no object " + key + " in bucket " + bucket);
    }

    private IOException broken(String what, String key, SdkException e) {
        return new IOException("could not " + what + " object " + key + " in bucket " + bucket, e);
    }
}

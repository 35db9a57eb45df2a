package dev.offpeak.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// What the object store makes of S3's refusals that the emulator never gives.
final class S3FailureTest {
    private static final int OK = 200;

    private final Scripted s3 = new Scripted();
    private final S3ObjectStore objects = new S3ObjectStore(s3, "bucket");

    @Test
    void a_put_that_collides_is_repeated_and_learns_who_won() throws IOException {
        s3.puts.addAll(List.of(409, 409, OK));
        assertThat(objects.putIfAbsent("key", new byte[1])).isTrue();
        s3.puts.addAll(List.of(409, 412));
        assertThat(objects.putIfAbsent("key", new byte[1])).isFalse();
    }

    @Test
    void a_put_that_collides_for_ever_gives_up() {
        s3.puts.addAll(List.of(409, 409, 409, 409, 409));
        assertThatThrownBy(() -> objects.putIfAbsent("key", new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key");
        assertThat(s3.puts).isEmpty();
    }

    @Test
    void a_part_that_is_refused_ends_the_copy_early_and_aborts_it() {
        s3.part = 500;
        var read = new AtomicInteger();
        var endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                read.addAndGet(length);
                return length;
            }
        };
        assertThatThrownBy(() -> objects.copy("key", endless)).isInstanceOf(IOException.class);
        assertThat(s3.aborts).hasValue(1);
        assertThat(read.get()).isLessThan(200_000_000);
    }

    @Test
    void a_copy_that_lost_to_another_on_completion_is_aborted() throws IOException {
        s3.completion = 412;
        s3.heads.addAll(List.of(404, OK));
        assertThat(objects.copy("key", large())).isEqualTo(7);
        assertThat(s3.aborts).hasValue(1);
    }

    @Test
    void a_copy_that_collides_on_completion_fails_and_is_aborted() {
        s3.completion = 409;
        assertThatThrownBy(() -> objects.copy("key", large())).isInstanceOf(IOException.class);
        assertThat(s3.aborts).hasValue(1);
    }

    private static InputStream large() {
        return new ByteArrayInputStream(new byte[9_000_000]);
    }

    /// An S3 that answers with the statuses it is told; a copy's first look finds nothing.
    private static final class Scripted implements S3Client {
        final Deque<Integer> puts = new ArrayDeque<>();
        final Deque<Integer> heads = new ArrayDeque<>();
        final AtomicInteger aborts = new AtomicInteger();
        int part = OK;
        int completion = OK;

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            answer(puts.remove());
            return PutObjectResponse.builder().build();
        }

        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            answer(heads.isEmpty() ? 404 : heads.remove());
            return HeadObjectResponse.builder().contentLength(7L).build();
        }

        @Override
        public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
            return CreateMultipartUploadResponse.builder().uploadId("upload").build();
        }

        @Override
        public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
            answer(part);
            return UploadPartResponse.builder().eTag("e").build();
        }

        @Override
        public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
            answer(completion);
            return CompleteMultipartUploadResponse.builder().build();
        }

        @Override
        public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
            aborts.incrementAndGet();
            return AbortMultipartUploadResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {}

        private static void answer(int status) {
            if (status != OK) {
                throw S3Exception.builder()
                        .statusCode(status)
                        .message("scripted")
                        .build();
            }
        }
    }
}

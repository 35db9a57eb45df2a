package dev.offpeak.bench.process;

import dev.offpeak.aws.S3ObjectStore;
import dev.offpeak.bench.load.FileObjectStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.emulators.EmulatorKind;
import dev.offpeak.emulators.EmulatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Where objects are kept during one benchmark: an S3 emulator of its own, or a folder.
public sealed interface Bucket extends AutoCloseable {
    /// What [#open] makes an object store of, in whatever process.
    String address();

    @Override
    void close();

    /// @param kind `s3` or `file`
    static Bucket make(String kind) {
        try {
            return kind.equals("s3")
                    ? new Emulated(EmulatorProcess.start(EmulatorKind.S3))
                    : new Folder(Files.createTempDirectory("offpeak-bench-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
    }

    static ObjectStore open(String address) {
        var uri = URI.create(address);
        return uri.getScheme().equals("file") ? new FileObjectStore(Path.of(uri)) : emulated(s3(uri));
    }

    private static ObjectStore emulated(S3Client s3) {
        var name = "bench";
        var _ = s3.createBucket(bucket -> bucket.bucket(name));
        return new S3ObjectStore(s3, name);
    }

    private static S3Client s3(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")))
                .httpClient(ApacheHttpClient.builder().build())
                .build();
    }

    record Emulated(EmulatorProcess process) implements Bucket {
        @Override
        public String address() {
            return process.endpoint().toString();
        }

        @Override
        public void close() {
            process.close();
        }
    }

    record Folder(Path folder) implements Bucket {
        @Override
        public String address() {
            return folder.toUri().toString();
        }

        @Override
        public void close() {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("folder " + folder + " was not deleted", e);
            }
        }
    }
}

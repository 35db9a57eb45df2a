package dev.offpeak.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.testkit.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class S3ObjectStoreTest extends ObjectStoreContract {
    private final String bucket = Emulators.bucket();
    private final ObjectStore objects = new S3ObjectStore(Emulators.s3(), bucket);

    @Override
    protected ObjectStore objects() {
        return objects;
    }

    @AfterEach
    void no_upload_is_left_unfinished() {
        assertThat(Emulators.s3()
                        .listMultipartUploads(list -> list.bucket(bucket))
                        .uploads())
                .isEmpty();
    }
}

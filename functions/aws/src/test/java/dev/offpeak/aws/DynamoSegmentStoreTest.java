package dev.offpeak.aws;

import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.testkit.Samples;
import dev.offpeak.testkit.SegmentStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoSegmentStoreTest extends SegmentStoreContract {
    private final SegmentStore segments =
            new DynamoSegmentStore(Emulators.dynamo(), Emulators.tables(), () -> Samples.NOW);

    @Override
    protected SegmentStore segments() {
        return segments;
    }
}

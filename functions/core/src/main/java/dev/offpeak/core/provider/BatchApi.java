package dev.offpeak.core.provider;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import java.io.IOException;
import java.io.InputStream;

/// A provider's batch API behind one account. Every call has a timeout; none retries.
public interface BatchApi {
    /// Makes the lines known to the provider where it wants them beforehand; costs nothing, may be repeated.
    UploadOutcome upload(BundleId bundle, Lines lines);

    /// Creates the batch. This is the call that costs money: the caller has written its intent first.
    CreateOutcome create(BatchOrder order, Lines lines);

    LookupOutcome find(BatchId batch);

    /// Asks the provider to cancel; what it has finished by then stays finished and paid.
    LookupOutcome cancel(BatchId batch);

    /// The rows of one result file.
    InputStream openResults(ResultFile file) throws IOException;

    /// What [#create] is told.
    ///
    /// @param upload what [#upload] answered
    record BatchOrder(BundleId bundle, Endpoint endpoint, Headers headers, String upload) {}

    /// One file of rows; `ref` is the provider's name for it.
    record ResultFile(String ref) {}

    sealed interface UploadOutcome {
        /// @param ref the provider's file id, or empty where nothing is uploaded ahead
        record Uploaded(String ref) implements UploadOutcome {}

        /// The provider will not take these bytes, however often asked.
        record Refused(ProviderFailure failure) implements UploadOutcome {}

        /// Nothing is known to have happened; ask again later.
        record Unavailable(ProviderFailure failure) implements UploadOutcome {}
    }

    sealed interface CreateOutcome {
        record Created(BatchView batch) implements CreateOutcome {}

        /// Definitely not created, and not going to be as it stands.
        record Refused(ProviderFailure failure) implements CreateOutcome {}

        /// Definitely not created this time: a limit, or the bytes never left.
        record NotNow(ProviderFailure failure) implements CreateOutcome {}

        /// It may exist. Only looking can tell; sending again could pay twice.
        record InDoubt(String why) implements CreateOutcome {}
    }

    sealed interface LookupOutcome {
        record Found(BatchView batch) implements LookupOutcome {}

        record NotFound(ProviderFailure failure) implements LookupOutcome {}

        record Unavailable(ProviderFailure failure) implements LookupOutcome {}
    }
}

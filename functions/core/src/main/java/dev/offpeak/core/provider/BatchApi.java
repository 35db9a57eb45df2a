package dev.offpeak.core.provider;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /// The account's batches created since then, as far as the provider lists them. How a create call whose answer
    /// was lost is found out about.
    SightingsOutcome createdSince(Instant since);

    /// Whether each batch shows what it was created from: [Sighting#mark]. Where none does, one in doubt is told from
    /// others by its time and size alone, so that no two may be in doubt at once.
    default boolean marks() {
        return true;
    }

    /// Makes the provider forget an upload, so that a create call still on its way cannot use it.
    ///
    /// @return whether it is certain to be gone; true where nothing was uploaded
    boolean forget(String upload);

    /// What [#create] is told.
    ///
    /// @param upload what [#upload] answered
    record BatchOrder(BundleId bundle, Endpoint endpoint, Headers headers, String upload) {}

    /// One file of rows; `ref` is the provider's name for it.
    record ResultFile(String ref) {}

    /// A batch of the account and what ties it to a bundle.
    ///
    /// @param mark empty where the provider lets us leave none
    record Sighting(BatchView batch, Optional<Mark> mark) {}

    /// What we left on a batch at its creation.
    record Mark(String upload, Optional<BundleId> bundle) {}

    sealed interface SightingsOutcome {
        /// @param sightings complete back to the moment asked for
        record Seen(List<Sighting> sightings) implements SightingsOutcome {
            public Seen {
                sightings = List.copyOf(sightings);
            }
        }

        record Unavailable(ProviderFailure failure) implements SightingsOutcome {}
    }

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

package dev.offpeak.core.surface;

import java.util.Set;

/// What a call of a provider's batch API is for.
public sealed interface Errand {
    record CreateBatch() implements Errand {}

    record ListBatches() implements Errand {}

    record ShowBatch(String id) implements Errand {}

    record ReadResults(String id) implements Errand {}

    record CancelBatch(String id) implements Errand {}

    record DeleteBatch(String id) implements Errand {}

    record UploadFile() implements Errand {}

    record ListFiles() implements Errand {}

    record ShowFile(String id) implements Errand {}

    record ReadFile(String id) implements Errand {}

    record DeleteFile(String id) implements Errand {}

    /// The path is one of the API's and the method is not.
    record NotAllowed(Set<String> methods) implements Errand {}
}

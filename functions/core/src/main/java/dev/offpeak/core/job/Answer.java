package dev.offpeak.core.job;

import dev.offpeak.core.provider.Body;

/// Where the provider's body for a job lies; its bytes are never changed.
public sealed interface Answer {
    /// The largest body, in bytes, that lies in the job's row; DynamoDB bills rows by the kilobyte.
    int LARGEST_IN_ROW = 4 * 1024;

    /// HTTP status the provider gave it.
    int status();

    /// Small enough to lie in the job's row.
    record Inline(int status, Body body) implements Answer {}

    /// A run of bytes inside an object: usually one row's body in a copied result file.
    record Stored(int status, String object, long offset, int length) implements Answer {}
}

package dev.offpeak.core.queue;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import java.time.Instant;

/// A message one of our functions sends to another.
///
/// @param id the job's id; of an upload, the upload's
/// @param attempt 1 for a new job
/// @param body the job as JSON, byte for byte as the caller sent it; of a stored job or an upload, the key of its
/// object
public record Envelope(Kind kind, String id, TenantId tenant, Instant acceptedAt, int attempt, Body body) {
    /// The largest body that travels in a message itself: a message holds 1 MiB with its attributes, and a quarter of
    /// that is lost where the body has to be in base 64. A larger one goes by the object store.
    public static final int LARGEST_BODY = 700 * 1024;

    public enum Kind {
        /// One job, whole.
        JOB,
        /// One job in the object store: too large for a message, or with characters a queue does not take.
        STORED_JOB,
        /// Many jobs as NDJSON in the object store.
        UPLOAD
    }
}

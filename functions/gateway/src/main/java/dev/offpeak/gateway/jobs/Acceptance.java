package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Puts what was accepted where it cannot be lost: on the queue, by way of the object store when it is large.
public final class Acceptance {
    private final ObjectStore objects;
    private final Outbox queue;

    public Acceptance(ObjectStore objects, Outbox queue) {
        this.objects = objects;
        this.queue = queue;
    }

    /// @return whether the queue has it; if not, nothing was accepted
    public boolean job(String id, TenantId tenant, Instant acceptedAt, Body job) throws IOException {
        return job.length() <= Envelope.LARGEST_BODY
                ? send(new Envelope(Envelope.Kind.JOB, id, tenant, acceptedAt, 1, job))
                : store(Envelope.Kind.STORED_JOB, id, tenant, acceptedAt, job);
    }

    public boolean upload(String id, TenantId tenant, Instant acceptedAt, Body lines) throws IOException {
        return store(Envelope.Kind.UPLOAD, id, tenant, acceptedAt, lines);
    }

    private boolean store(Envelope.Kind kind, String id, TenantId tenant, Instant acceptedAt, Body body)
            throws IOException {
        // the bytes are part of the name: a reference used again later must not find the earlier job's object
        var key = "uploads/" + tenant + "/" + id + "-" + Fingerprint.of(kind.name(), body);
        objects.putIfAbsent(key, body.toBytes());
        return send(new Envelope(kind, id, tenant, acceptedAt, 1, Body.of(key)));
    }

    private boolean send(Envelope envelope) {
        return queue.send(List.of(envelope)).getFirst();
    }
}

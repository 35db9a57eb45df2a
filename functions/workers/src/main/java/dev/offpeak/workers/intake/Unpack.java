package dev.offpeak.workers.intake;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.NdJson;
import dev.offpeak.wire.job.Reading;
import dev.offpeak.wire.job.UploadIds;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds the jobs in messages and names each: the same message always gives the same ids.
public final class Unpack {
    private final JobIds ids;
    private final JobReader reader;
    private final Admission admission;
    private final ObjectStore objects;

    public Unpack(JobIds ids, JobReader reader, Admission admission, ObjectStore objects) {
        this.ids = ids;
        this.reader = reader;
        this.admission = admission;
        this.objects = objects;
    }

    /// The message holds no job that could even be rejected; it belongs in the dead-letter queue.
    static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1L;

        Undecodable(String message) {
            super(message);
        }
    }

    List<Incoming> unpack(int index, Delivery delivery) throws Undecodable, IOException {
        return switch (delivery.content()) {
            case Delivery.Content.Forged(var why) -> throw new Undecodable(why);
            case Delivery.Content.Dropped(var tenant, var body) -> List.of(dropped(index, delivery, tenant, body));
            case Delivery.Content.Sealed(var envelope) -> sealed(index, envelope);
        };
    }

    private Incoming dropped(int index, Delivery delivery, TenantId tenant, Body body) throws Undecodable {
        var byMessage = ids.ofMessage(tenant, delivery.messageId());
        return switch (reader.read(body.array(), body.offset(), body.length())) {
            case Reading.NotJson(var why) -> throw new Undecodable(why);
            case Reading.Flawed flawed ->
                new Incoming.Bad(
                        index,
                        flawed.reference()
                                .map(name -> ids.ofReference(tenant, name))
                                .orElse(byMessage),
                        tenant,
                        delivery.sentAt(),
                        flawed.field() + ": " + flawed.why());
            case Reading.Sound(var spec) -> {
                if (spec.reference()
                        .filter(name -> name.startsWith(JobId.PREFIX))
                        .isPresent()) {
                    yield new Incoming.Bad(
                            index,
                            byMessage,
                            tenant,
                            delivery.sentAt(),
                            "id: names starting with job_ are Offpeak's own");
                }
                var id = spec.reference()
                        .map(name -> ids.ofReference(tenant, name))
                        .orElse(byMessage);
                var forward = new Envelope(Envelope.Kind.JOB, id.value(), tenant, delivery.sentAt(), 1, body);
                yield judge(index, id, tenant, delivery.sentAt(), spec, forward, Admission.Door.QUEUE);
            }
        };
    }

    private List<Incoming> sealed(int index, Envelope envelope) throws Undecodable, IOException {
        return switch (envelope.kind()) {
            case JOB -> List.of(one(index, envelope, envelope.body()));
            case STORED_JOB -> List.of(one(index, envelope, Body.of(stored(envelope))));
            case UPLOAD -> many(index, envelope, stored(envelope));
        };
    }

    private Incoming one(int index, Envelope envelope, Body job) throws Undecodable {
        var id = new JobId(envelope.id());
        return switch (reader.read(job.array(), job.offset(), job.length())) {
            // the gateway read it before it sealed it, so this is a fault of ours, and worth a person's look
            case Reading.NotJson(var why) -> throw new Undecodable(why);
            case Reading.Flawed flawed ->
                new Incoming.Bad(
                        index, id, envelope.tenant(), envelope.acceptedAt(), flawed.field() + ": " + flawed.why());
            case Reading.Sound(var spec) ->
                judge(
                        index,
                        id,
                        envelope.tenant(),
                        envelope.acceptedAt(),
                        background(spec),
                        envelope,
                        Admission.Door.JOBS);
        };
    }

    private List<Incoming> many(int index, Envelope envelope, byte[] bytes) {
        return NdJson.lines(bytes).stream()
                .map(line -> line(index, envelope, bytes, line))
                .toList();
    }

    private Incoming line(int index, Envelope envelope, byte[] bytes, NdJson.Line line) {
        var tenant = envelope.tenant();
        var at = envelope.acceptedAt();
        return switch (reader.read(bytes, line.offset(), line.length())) {
            case Reading.NotJson(var why) ->
                new Incoming.Bad(index, ids.ofUpload(tenant, at, envelope.id(), line.number()), tenant, at, why);
            case Reading.Flawed flawed ->
                new Incoming.Bad(
                        index,
                        ids.ofUpload(tenant, at, envelope.id(), line.number()),
                        tenant,
                        at,
                        flawed.field() + ": " + flawed.why());
            case Reading.Sound(var spec) -> {
                var id = UploadIds.of(ids, tenant, at, envelope.id(), line.number(), spec);
                var forward = new Envelope(
                        Envelope.Kind.JOB, id.value(), tenant, at, 1, Body.slice(bytes, line.offset(), line.length()));
                yield judge(index, id, tenant, at, background(spec), forward, Admission.Door.JOBS);
            }
        };
    }

    private Incoming judge(
            int index,
            JobId id,
            TenantId tenant,
            Instant acceptedAt,
            JobSpec spec,
            Envelope forward,
            Admission.Door door) {
        return switch (admission.judge(spec, door, acceptedAt)) {
            case Verdict.Refused(var field, var why) ->
                new Incoming.Bad(index, id, tenant, acceptedAt, field + ": " + why);
            case Verdict.Admitted admitted -> new Incoming.Good(index, id, tenant, acceptedAt, spec, admitted, forward);
        };
    }

    /// Whoever waited was answered by the gateway; what is on the queue is background work, whatever it says.
    private static JobSpec background(JobSpec spec) {
        return new JobSpec(
                spec.provider(),
                spec.request(),
                Optional.of(false),
                spec.deadline(),
                spec.label(),
                spec.group(),
                spec.reference(),
                spec.terms());
    }

    private byte[] stored(Envelope envelope) throws IOException {
        var key = envelope.body().text();
        var size = objects.size(key).orElseThrow(() -> new IOException("object " + key + " is not there"));
        return objects.read(key, 0, Math.toIntExact(size));
    }
}

package dev.offpeak.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.NdJson;
import dev.offpeak.wire.job.Reading;
import dev.offpeak.wire.job.UploadIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every job the queue has ever had a message of: from then on it must not be lost.
final class Accepted {
    /// @param due its deadline
    record Entry(Scenario.Job job, TenantId tenant, Instant due) {}

    private static final Pattern LABEL = Pattern.compile("\"label\":\"(n[0-9]+)\"");

    private final Map<JobId, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Scenario.Job> byLabel;
    private final JobIds ids;
    private final ObjectStore objects;
    private final JobReader reader = new JobReader();

    Accepted(Map<String, Scenario.Job> byLabel, JobIds ids, ObjectStore objects) {
        this.byLabel = Map.copyOf(byLabel);
        this.ids = ids;
        this.objects = objects;
    }

    void see(Queue.Message message) {
        switch (message.content()) {
            case Queue.Content.Ours(var envelope) -> see(envelope);
            case Queue.Content.Dropped(var tenant, var body) -> {
                if (reader.read(body.array(), body.offset(), body.length()) instanceof Reading.Sound(var spec)) {
                    enter(
                            ids.ofReference(tenant, spec.reference().orElseThrow()),
                            tenant,
                            body.text(),
                            message.sentAt());
                }
            }
        }
    }

    private void see(Envelope envelope) {
        switch (envelope.kind()) {
            case JOB ->
                enter(
                        new JobId(envelope.id()),
                        envelope.tenant(),
                        envelope.body().text(),
                        envelope.acceptedAt());
            case STORED_JOB ->
                enter(
                        new JobId(envelope.id()),
                        envelope.tenant(),
                        new String(stored(envelope.body().text()), UTF_8),
                        envelope.acceptedAt());
            case UPLOAD -> lines(envelope);
        }
    }

    private void lines(Envelope envelope) {
        var bytes = stored(envelope.body().text());
        for (var line : NdJson.lines(bytes)) {
            if (reader.read(bytes, line.offset(), line.length()) instanceof Reading.Sound(var spec)) {
                var id =
                        UploadIds.of(ids, envelope.tenant(), envelope.acceptedAt(), envelope.id(), line.number(), spec);
                var text = new String(bytes, line.offset(), line.length(), UTF_8);
                enter(id, envelope.tenant(), text, envelope.acceptedAt());
            }
        }
    }

    private void enter(JobId id, TenantId tenant, String json, Instant acceptedAt) {
        var found = LABEL.matcher(json);
        var job = found.find() ? Optional.ofNullable(byLabel.get(found.group(1))) : Optional.<Scenario.Job>empty();
        job.ifPresent(known -> entries.putIfAbsent(id, new Entry(known, tenant, acceptedAt.plus(known.deadline()))));
    }

    private byte[] stored(String key) {
        try {
            return objects.read(key, 0, Math.toIntExact(objects.size(key).orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(JobId id) {
        return entries.containsKey(id);
    }

    Map<JobId, Entry> entries() {
        return entries;
    }
}

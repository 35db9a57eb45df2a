package dev.offpeak.workers.bundler;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.lines.Roster;
import java.io.IOException;
import java.time.InstantSource;

/// Ends the jobs of a bundle whose provider will not have it, with the provider's reason.
public final class RefuseBundle {
    private static final int CHUNK = 1_000;

    private final JobStore jobs;
    private final SegmentStore segments;
    private final ObjectStore objects;
    private final JobIds ids;
    private final InstantSource clock;

    public RefuseBundle(JobStore jobs, SegmentStore segments, ObjectStore objects, JobIds ids, InstantSource clock) {
        this.jobs = jobs;
        this.segments = segments;
        this.objects = objects;
        this.ids = ids;
        this.clock = clock;
    }

    void end(Bundle bundle, Manifest manifest, ProviderFailure failure) throws IOException {
        var order = Roster.read(objects, manifest, ids).order();
        for (int from = 0; from < order.size(); from += CHUNK) {
            var chunk = order.subList(from, Math.min(from + CHUNK, order.size()));
            for (var write : jobs.apply(
                    chunk.stream().map(id -> failed(bundle, id, failure)).toList())) {
                if (write instanceof Write.NotDone<?>(var why)) {
                    throw new IOException("bundle " + bundle.id() + " could not be ended: " + why);
                }
            }
        }
        for (var entry : manifest.entries()) {
            // a segment left claimed by a failed bundle would be opened again, and its ended lines sent
            if (segments.apply(entry.segment(), new SegmentEvent.Finish(bundle.id()), clock.instant())
                    instanceof Write.NotDone<?>(var why)) {
                throw new IOException("segment " + entry.segment() + " could not be finished: " + why);
            }
        }
    }

    private Change failed(Bundle bundle, CustomId id, ProviderFailure failure) {
        return new Change(
                id.job(),
                new JobEvent.Fail(Settled.unanswered(
                        Ending.FAILED,
                        id.attempt(),
                        bundle.id().value(),
                        clock.instant(),
                        new Reason(failure.code(), failure.message()))));
    }
}

package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.NdJson;
import dev.offpeak.wire.job.Reading;
import dev.offpeak.wire.job.UploadIds;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// What intake and the poller make of the uploads on a world's queue.
record QueuedJobs(World world) {
    record Taken(JobId id, JobSpec spec) {}

    /// The jobs of all messages, in their order.
    List<JobId> jobs() throws IOException {
        var ids = new LinkedHashSet<JobId>();
        for (var message : world.queue.sent()) {
            takenIn(message).forEach(job -> ids.add(job.id()));
        }
        return List.copyOf(ids);
    }

    /// The same, each with a row.
    List<JobId> intake() throws IOException {
        var ids = jobs();
        ids.forEach(id -> insert(id, Samples.staged()));
        return ids;
    }

    List<Taken> takenIn(Envelope upload) throws IOException {
        var key = upload.body().text();
        var bytes = world.objects.read(
                key, 0, Math.toIntExact(world.objects.size(key).orElseThrow()));
        return NdJson.lines(bytes).stream()
                .map(line -> {
                    var spec = ((Reading.Sound) new JobReader().read(bytes, line.offset(), line.length())).spec();
                    return new Taken(
                            UploadIds.of(
                                    world.ids, upload.tenant(), upload.acceptedAt(), upload.id(), line.number(), spec),
                            spec);
                })
                .toList();
    }

    void insert(JobId id, JobState state) {
        world.jobs.insert(List.of(new JobRow(id, World.ACME, world.now, Optional.of(Samples.particulars()), state)));
    }

    void succeed(JobId id, String answer) {
        settle(id, Optional.of(new Answer.Inline(200, Body.of(answer))), Ending.SUCCEEDED, "", "");
    }

    void end(JobId id, Ending ending, String code, String message) {
        settle(id, Optional.empty(), ending, code, message);
    }

    void settle(JobId id, Optional<Answer> answer, Ending ending, String code, String message) {
        var settled = new JobState.Settled(
                ending,
                1,
                "batch_1#0",
                world.now,
                answer,
                Usage.NONE,
                Optional.empty(),
                code.isEmpty() ? Optional.empty() : Optional.of(new JobState.Reason(code, message)));
        assertThat(world.jobs
                        .apply(List.of(new JobStore.Change(id, new JobEvent.End(settled))))
                        .getFirst()
                        .isDone())
                .isTrue();
    }
}

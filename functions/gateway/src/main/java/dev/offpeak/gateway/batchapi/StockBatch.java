package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Outcome;
import dev.offpeak.core.surface.Progress;
import dev.offpeak.wire.job.JobWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/// Puts a batch's lines where whoever sends them and whoever reads them looks.
final class StockBatch {
    private final ObjectStore objects;
    private final JobWriter writer = new JobWriter();

    StockBatch(ObjectStore objects) {
        this.objects = objects;
    }

    /// @param job makes a line's call a job
    /// @return how the batch begins
    CallerBatch.Course stock(CallerBatch batch, List<JudgedLine> lines, Function<Request, JobSpec> job)
            throws IOException {
        for (int part = 0; part < batch.what().parts(); part++) {
            var own = lines.subList(part * Desk.PART, Math.min(lines.size(), (part + 1) * Desk.PART));
            if (!own.stream().allMatch(JudgedLine::isRefused)) {
                objects.putIfAbsent(Keys.jobs(batch, part), jobs(own, job));
            }
        }
        var roster = lines.stream()
                .map(line -> new Roster.Entry(line.line().customId(), line.refusal()))
                .toList();
        objects.putIfAbsent(Keys.roster(batch), new Roster(roster).bytes());
        return start(batch, lines);
    }

    /// A line each; that of a refused one stays blank, so that numbers mean the same here and in the ids.
    private byte[] jobs(List<JudgedLine> lines, Function<Request, JobSpec> job) {
        var out = new ByteArrayOutputStream();
        for (var line : lines) {
            if (line.isRefused()) {
                out.write('\n');
            } else {
                out.writeBytes(writer.line(job.apply(line.call())));
            }
        }
        return out.toByteArray();
    }

    /// Lines that are refused have ended before they began.
    private CallerBatch.Course start(CallerBatch batch, List<JudgedLine> lines) throws IOException {
        var progress = Progress.of(lines.size());
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).isRefused()) {
                progress.end(line, Outcome.ERRORED);
            }
        }
        if (progress.tally().ended() == 0) {
            return batch.course();
        }
        var key = Keys.progress(batch, progress.bytes());
        objects.putIfAbsent(key, progress.bytes());
        var course = batch.course().with(key, progress.tally());
        return progress.isWhole() ? course.settledAt(batch.what().createdAt()) : course;
    }
}

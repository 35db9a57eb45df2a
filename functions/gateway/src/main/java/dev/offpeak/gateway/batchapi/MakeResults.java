package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.surface.BatchUsage;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatch.Made;
import dev.offpeak.core.surface.LineEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes the results of a batch whose lines have all ended, in parts of bounded size. What the rows say does not
/// change any more, so a part comes out the same however often it is written; by another version of the code it may
/// not, and then has another name.
public final class MakeResults {
    private static final int PART_LINES = 1_000;
    private static final long PART_BYTES = 8L << 20;

    /// Parts that one call writes at most; the next goes on from there.
    private static final int MOST_PARTS = 8;

    private static final int AT_ONCE = 16;

    private static final int ROWS_AT_ONCE = 200;

    private final Shelf shelf;
    private final JobStore jobs;

    public MakeResults(Shelf shelf, JobStore jobs) {
        this.shelf = shelf;
        this.jobs = jobs;
    }

    /// @return how far they are now
    Made make(Desk desk, CallerBatch batch) throws IOException {
        var roster = shelf.roster(batch);
        var parts = shelf.parts(batch);
        int lines = batch.course().made().lines();
        var rows = new Rows(desk, batch, lines);
        for (int i = 0; i < MOST_PARTS && lines < batch.what().lines(); i++) {
            var next = cut(desk, batch, roster, lines, rows);
            parts = parts.with(written(desk, batch, next));
            lines += next.size();
        }
        var key = Keys.parts(batch, parts.bytes());
        shelf.objects().putIfAbsent(key, parts.bytes());
        return new Made(lines, Optional.of(key), parts.bytes(Kind.OUTPUT), parts.bytes(Kind.ERRORS), parts.usage());
    }

    private ResultParts.Part written(Desk desk, CallerBatch batch, List<Line> lines) throws IOException {
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        var usages = new ArrayList<Optional<BatchUsage>>();
        var ends = ends(lines);
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var result = desk.surface().result(line.entry().customId(), line.id(), ends.get(i));
            (result.sheet() == Kind.OUTPUT ? output : errors).writeBytes(result.bytes());
            usages.add(result.usage());
        }
        return new ResultParts.Part(
                put(batch, Kind.OUTPUT, output), put(batch, Kind.ERRORS, errors), BatchUsage.sum(usages));
    }

    private Optional<ResultParts.Piece> put(CallerBatch batch, Kind sheet, ByteArrayOutputStream out)
            throws IOException {
        var bytes = out.toByteArray();
        if (bytes.length == 0) {
            return Optional.empty();
        }
        var key = Keys.results(batch, sheet, bytes);
        shelf.objects().putIfAbsent(key, bytes);
        return Optional.of(new ResultParts.Piece(key, bytes.length));
    }

    /// One line with all that is known of it.
    private record Line(Roster.Entry entry, JobId id, Reach end) {}

    /// How to come by a line's end: it is known, or its answer has yet to be read.
    private sealed interface Reach {
        record Known(LineEnd end) implements Reach {}

        record Stored(Answer.Stored answer) implements Reach {}

        default long bytes() {
            return switch (this) {
                case Known(LineEnd.Answered(var status, var body)) -> body.length();
                case Known known -> 0;
                case Stored(var answer) -> answer.length();
            };
        }
    }

    /// The lines of the next part: as many as fit, and at least one.
    private static List<Line> cut(Desk desk, CallerBatch batch, Roster roster, int from, Rows rows) {
        var lines = new ArrayList<Line>();
        long bytes = 0;
        for (int i = from; i < Math.min(batch.what().lines(), from + PART_LINES); i++) {
            var entry = roster.entries().get(i);
            var id = desk.job(batch, i);
            var line = new Line(entry, id, reach(entry, id, rows.at(i)));
            bytes += line.end().bytes();
            if (bytes > PART_BYTES && !lines.isEmpty()) {
                break;
            }
            lines.add(line);
        }
        return lines;
    }

    /// The rows of lines in their order, read some at a time: how many fit into a part shows as they come.
    private final class Rows {
        private final Desk desk;
        private final CallerBatch batch;
        private Map<JobId, JobRow> read = Map.of();
        private int readTo;

        Rows(Desk desk, CallerBatch batch, int from) {
            this.desk = desk;
            this.batch = batch;
            this.readTo = from;
        }

        /// @param line never before the one asked for last
        Optional<JobRow> at(int line) {
            if (line >= readTo) {
                readTo = Math.min(batch.what().lines(), line + ROWS_AT_ONCE);
                read = jobs.findAll(IntStream.range(line, readTo)
                        .mapToObj(next -> desk.job(batch, next))
                        .collect(Collectors.toSet()));
            }
            return Optional.ofNullable(read.get(desk.job(batch, line)));
        }
    }

    private static Reach reach(Roster.Entry entry, JobId id, Optional<JobRow> row) {
        if (entry.refusal().isPresent()) {
            return new Reach.Known(new LineEnd.Refused(entry.refusal().get()));
        }
        return row.map(JobRow::state).orElse(null) instanceof Settled settled
                ? reach(settled)
                // it was seen ended, so its row has outlived its time
                : new Reach.Known(new LineEnd.Failed("expired_record", "the record of job " + id + " has expired"));
    }

    private static Reach reach(Settled settled) {
        var reason = settled.reason().orElse(new JobState.Reason("unknown", "no reason is known"));
        return switch (settled.ending()) {
            case CANCELED -> new Reach.Known(new LineEnd.Canceled());
            case EXPIRED -> new Reach.Known(new LineEnd.Expired());
            case REJECTED -> new Reach.Known(new LineEnd.Refused(reason.message()));
            case SUCCEEDED, FAILED ->
                settled.answer()
                        .<Reach>map(answer -> switch (answer) {
                            case Answer.Inline(var status, var body) ->
                                new Reach.Known(new LineEnd.Answered(status, body));
                            case Answer.Stored stored -> new Reach.Stored(stored);
                        })
                        .orElseGet(() -> new Reach.Known(new LineEnd.Failed(reason.code(), reason.message())));
        };
    }

    private List<LineEnd> ends(List<Line> lines) throws IOException {
        var turns = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reads = lines.stream()
                    .map(line -> threads.submit(() -> {
                        turns.acquire();
                        try {
                            return end(line.end());
                        } finally {
                            turns.release();
                        }
                    }))
                    .toList();
            var ends = new ArrayList<LineEnd>();
            for (var read : reads) {
                ends.add(read.get());
            }
            return ends;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading answers", e);
        } catch (ExecutionException e) {
            throw new IOException("an answer could not be read", e.getCause());
        }
    }

    private LineEnd end(Reach reach) {
        return switch (reach) {
            case Reach.Known(var end) -> end;
            case Reach.Stored(var answer) -> {
                try {
                    yield new LineEnd.Answered(
                            answer.status(),
                            Body.of(shelf.objects().read(answer.object(), answer.offset(), answer.length())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}

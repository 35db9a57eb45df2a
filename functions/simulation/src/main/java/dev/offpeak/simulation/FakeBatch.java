package dev.offpeak.simulation;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.provider.BatchApi.Mark;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.provider.BatchView.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A batch at a fake provider. Nothing moves by itself: what has become of it by now is worked out when it is looked
/// at.
final class FakeBatch {
    /// What becomes of one line.
    enum Fate {
        SUCCEEDS,
        FAILS,
        IS_INVALID
    }

    /// How a finished line is told.
    enum Telling {
        ONCE,
        TWICE,
        NOT,
        GARBLED
    }

    /// @param done when it is finished, if the batch gets that far
    record Line(String customId, String prompt, Instant done, Fate fate, Telling telling) {}

    private final BatchId id;
    private final Optional<Mark> mark;
    private final Instant createdAt;
    private final Instant endsAt;
    private final Instant expiresAt;
    private final List<Line> lines;
    private final List<LineProblem> problems;
    private Optional<Instant> canceledAt = Optional.empty();
    private int finished;

    FakeBatch(
            BatchId id,
            Optional<Mark> mark,
            Instant createdAt,
            Instant endsAt,
            Instant expiresAt,
            List<Line> lines,
            List<LineProblem> problems) {
        this.id = id;
        this.mark = mark;
        this.createdAt = createdAt;
        this.endsAt = endsAt;
        this.expiresAt = expiresAt;
        this.lines = List.copyOf(lines);
        this.problems = List.copyOf(problems);
    }

    BatchId id() {
        return id;
    }

    Optional<Mark> mark() {
        return mark;
    }

    Instant createdAt() {
        return createdAt;
    }

    int size() {
        return lines.size();
    }

    /// Lines that are finished now and were not when this was last asked.
    List<Line> newlyFinished(Instant now) {
        if (!problems.isEmpty()) {
            return List.of();
        }
        var end = now.isBefore(end()) ? now : end();
        var all = new ArrayList<Line>();
        for (var line : lines) {
            if (!line.done().isAfter(end)) {
                all.add(line);
            }
        }
        var fresh = all.subList(finished, all.size());
        finished = all.size();
        return List.copyOf(fresh);
    }

    boolean isOver(Instant now) {
        return !problems.isEmpty() || !now.isBefore(end());
    }

    void cancel(Instant now, Duration takes) {
        if (canceledAt.isEmpty() && !isOver(now)) {
            canceledAt = Optional.of(now.plus(takes));
        }
    }

    boolean isCanceled() {
        return canceledAt.isPresent();
    }

    Instant end() {
        var natural = endsAt.isBefore(expiresAt) ? endsAt : expiresAt;
        return canceledAt.filter(at -> at.isBefore(natural)).orElse(natural);
    }

    /// Every line with whether it was finished in time.
    List<Line> lines() {
        return lines;
    }

    boolean isFinished(Line line) {
        return problems.isEmpty() && !line.done().isAfter(end());
    }

    /// @param parts whether failures lie apart
    BatchView view(Instant now, boolean parts, Counts counts) {
        return new BatchView(id, status(now, parts), counts, createdAt, Optional.of(expiresAt));
    }

    private Status status(Instant now, boolean parts) {
        if (!problems.isEmpty()) {
            return now.isBefore(createdAt.plusSeconds(45))
                    ? new Status.Running("validating")
                    : new Status.Invalid(problems);
        }
        if (!isOver(now)) {
            return canceledAt.isPresent() ? new Status.Canceling() : new Status.Running("in_progress");
        }
        var ended = canceledAt.isPresent() ? "cancelled" : "completed";
        return new Status.Ended(
                ended,
                parts
                        ? List.of(new ResultFile(id + ".output"), new ResultFile(id + ".errors"))
                        : List.of(new ResultFile(id.value())));
    }
}

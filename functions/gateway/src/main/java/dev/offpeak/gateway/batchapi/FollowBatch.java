package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatch.Phase;
import dev.offpeak.core.surface.CallerFile;
import dev.offpeak.core.surface.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Brings what is known of a batch up to date when somebody asks for it: bounded work, and what dies halfway is taken
/// up by the next who asks.
public final class FollowBatch {
    /// How long the files of results are kept unless the batch says otherwise; it may be forgotten before.
    private static final Duration FILES_KEPT = Duration.ofDays(30);

    /// How long lines are withdrawn while somebody waits who only asked how it stands.
    private static final Duration A_LOOK = Duration.ofSeconds(10);

    /// The same for who calls a batch off, and may never ask again.
    private static final Duration A_CANCEL = Duration.ofSeconds(60);

    /// After so long a line that has no row is sent again: its message may have been lost, or lie with the dead
    /// letters.
    private static final Duration AGAIN = Duration.ofHours(1);

    /// So long after its deadline a line that still has no row has come to nothing.
    private static final Duration GRACE = Duration.ofHours(1);

    private final Shelf shelf;
    private final Steps steps;
    private final InstantSource clock;

    public record Steps(
            SendParts send, LookAtLines look, ExpireLines expire, WithdrawLines withdraw, MakeResults results) {}

    public FollowBatch(Shelf shelf, Steps steps, InstantSource clock) {
        this.shelf = shelf;
        this.steps = steps;
        this.clock = clock;
    }

    CallerBatch follow(Desk desk, CallerBatch batch) throws IOException {
        if (batch.isOver()) {
            return batch;
        }
        var seen = switch (batch.phase()) {
            case RUNNING -> looked(desk, batch.course().isSent() ? batch : sent(desk, batch));
            case CANCELING -> withdrawn(desk, batch, A_LOOK);
            case FINALIZING, ENDED, FAILED -> batch;
        };
        return seen.phase() == Phase.FINALIZING ? finished(desk, seen) : seen;
    }

    /// Of a batch that its owner has called off: withdraws every line, or as many as can be while the caller waits.
    void callOff(Desk desk, CallerBatch batch) throws IOException {
        var seen = batch.phase() == Phase.CANCELING ? withdrawn(desk, batch, A_CANCEL) : batch;
        if (seen.phase() == Phase.FINALIZING) {
            var _ = finished(desk, seen);
        }
    }

    private CallerBatch sent(Desk desk, CallerBatch batch) throws IOException {
        return steps.send().send(steps.send().messages(desk, batch))
                ? shelf.save(batch.with(batch.course().sentAt(clock.instant())))
                : batch;
    }

    private CallerBatch looked(Desk desk, CallerBatch batch) throws IOException {
        var progress = shelf.progress(batch);
        boolean isLate = clock.instant().isAfter(batch.what().expiresAt().plus(GRACE));
        var seen = steps.look().look(desk, batch, progress, isLate);
        if (seen.missing().isEmpty()) {
            return seen.news() ? noted(batch, progress) : batch;
        }
        if (isLate) {
            steps.expire().expire(desk, batch, progress, seen.missing());
            return noted(batch, progress);
        }
        var now = seen.news() ? noted(batch, progress) : batch;
        return isDue(now) ? sent(desk, now) : now;
    }

    private boolean isDue(CallerBatch batch) {
        var again = batch.course().sentAt().map(at -> at.plus(AGAIN));
        return batch.phase() == Phase.RUNNING
                && again.filter(at -> !clock.instant().isBefore(at)).isPresent();
    }

    private CallerBatch withdrawn(Desk desk, CallerBatch batch, Duration patience) throws IOException {
        var progress = shelf.progress(batch);
        steps.withdraw().withdraw(desk, batch, progress, clock.instant().plus(patience));
        return noted(batch, progress);
    }

    private CallerBatch noted(CallerBatch batch, Progress progress) throws IOException {
        var key = Keys.progress(batch, progress.bytes());
        if (batch.course().progress().filter(key::equals).isPresent()) {
            return batch;
        }
        shelf.objects().putIfAbsent(key, progress.bytes());
        var course = batch.course().with(key, progress.tally());
        return shelf.save(batch.with(progress.isWhole() ? course.settledAt(clock.instant()) : course));
    }

    private CallerBatch finished(Desk desk, CallerBatch batch) throws IOException {
        var made = steps.results().make(desk, batch);
        var course = batch.course().with(made);
        if (made.lines() < batch.what().lines()) {
            return shelf.save(batch.with(course));
        }
        var now = clock.instant();
        file(desk, batch, CallerIds.Kind.OUTPUT, made.outputBytes(), now);
        file(desk, batch, CallerIds.Kind.ERRORS, made.errorBytes(), now);
        return shelf.save(batch.with(course.endedAt(now)));
    }

    /// A file to be listed; only batches that were made of files have their results in some.
    private void file(Desk desk, CallerBatch batch, CallerIds.Kind kind, long bytes, Instant now) throws IOException {
        var input = batch.what().input();
        if (bytes == 0 || input.isEmpty()) {
            return;
        }
        var name = desk.id(CallerIds.Kind.BATCH, batch.name())
                + (kind == CallerIds.Kind.OUTPUT ? "_output.jsonl" : "_error.jsonl");
        var life = input.get().outputLife().orElse(FILES_KEPT);
        var until = Collections.min(List.of(now.plus(life), batch.goneAt()));
        var facts = new CallerFile.Facts(name, "batch_output", bytes, now, Optional.of(until));
        var file = new CallerFile(
                kind, batch.name(), batch.tenant(), desk.provider().id(), facts, false);
        if (shelf.files().add(file) instanceof Write.NotDone<CallerFile>(var why)) {
            throw new IOException("file " + name + " was not written: " + why);
        }
    }
}

package dev.offpeak.gateway.background;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.provider.Background.Reason;
import dev.offpeak.core.provider.Background.Stage;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.gateway.dropin.Enveloped;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.DeleteJob;
import dev.offpeak.gateway.jobs.JobLookup;
import dev.offpeak.gateway.jobs.JobLookup.Found;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Shows a job as its provider shows background work.
public final class ShowBackground {
    /// Fields are changed in memory, where it then lies four times.
    private static final int LARGEST = 32 * 1024 * 1024;

    private final JobLookup lookup;
    private final Memos memos;
    private final JobIds ids;

    public ShowBackground(JobLookup lookup, Memos memos, JobIds ids) {
        this.lookup = lookup;
        this.memos = memos;
        this.ids = ids;
    }

    HttpResponse answer(Desk desk, JobId job) throws IOException {
        return answer(desk, job, find(desk, job));
    }

    HttpResponse answer(Desk desk, JobId job, Found found) throws IOException {
        return look(desk, found).map(shown -> response(desk, shown)).orElseGet(() -> desk.unknown(job));
    }

    Found find(Desk desk, JobId job) {
        return lookup.find(desk.tenant(), job.value());
    }

    /// As it was in the beginning, whatever has become of it; empty for what [#isShown] denies.
    Optional<Standing> begun(Desk desk, Found found) throws IOException {
        if (!isShown(desk, found)) {
            return Optional.empty();
        }
        return switch (found) {
            case Found.Nothing nothing -> Optional.empty();
            case Found.OnItsWay(var job) -> Optional.of(onItsWay(desk, job));
            case Found.Row(var row, var leader) -> Optional.of(standing(desk, row, Stage.QUEUED, Optional.empty()));
        };
    }

    /// Empty for what [#isShown] denies.
    Optional<Shown> look(Desk desk, Found found) throws IOException {
        if (!isShown(desk, found)) {
            return Optional.empty();
        }
        return switch (found) {
            case Found.Nothing nothing -> Optional.empty();
            case Found.OnItsWay(var job) -> Optional.of(new Shown.Unanswered(onItsWay(desk, job)));
            case Found.Row row -> Optional.of(row(desk, row));
        };
    }

    /// Not a job that is not there, is deleted, or is none of this form.
    static boolean isShown(Desk desk, Found found) {
        return switch (found) {
            case Found.Nothing nothing -> false;
            case Found.OnItsWay onItsWay -> true;
            case Found.Row row -> !DeleteJob.isDeleted(row) && isOf(desk, row.row());
        };
    }

    /// A job that was withdrawn before it was read has no particulars to tell by.
    private static boolean isOf(Desk desk, JobRow row) {
        return row.particulars()
                .map(job -> job.provider().equals(desk.provider().id())
                        && job.endpoint().equals(desk.form().endpoint()))
                .orElse(true);
    }

    private Shown row(Desk desk, Found.Row found) throws IOException {
        var row = found.row();
        if (!(row.state() instanceof Settled settled)) {
            return new Shown.Unanswered(standing(desk, row, stage(found), Optional.empty()));
        }
        return switch (settled.ending()) {
            case SUCCEEDED -> succeeded(desk, row, settled);
            case CANCELED -> new Shown.Unanswered(standing(desk, row, Stage.CANCELED, Optional.empty()));
            case FAILED, EXPIRED, REJECTED ->
                new Shown.Unanswered(failed(desk, row, settled.reason().map(ShowBackground::told)));
        };
    }

    private Stage stage(Found.Row found) throws IOException {
        return switch (lookup.view(found, 0).state()) {
            case "SUBMITTED", "RUNNING" -> Stage.RUNNING;
            default -> Stage.QUEUED;
        };
    }

    private static Reason told(JobState.Reason reason) {
        return new Reason(reason.code(), reason.message());
    }

    private Shown succeeded(Desk desk, JobRow row, Settled settled) throws IOException {
        if (settled.answer().orElse(null) instanceof Answer.Stored stored && stored.length() > LARGEST) {
            return new Shown.TooLarge(failed(desk, row, Optional.of(tooLarge(row.id(), stored.length()))));
        }
        var answer = lookup.result(settled).orElseThrow();
        if (!desk.form().isWhole(answer)) {
            return new Shown.Broken(failed(desk, row, Optional.of(broken(row.id()))), answer);
        }
        return new Shown.Answered(row.id(), answer);
    }

    private static Reason tooLarge(JobId job, int bytes) {
        return new Reason(
                "too_large",
                "the answer has " + bytes + " bytes, more than can be shown in this form (" + LARGEST
                        + "); GET /v1/jobs/" + job + "/result has it, untouched");
    }

    private static Reason broken(JobId job) {
        return new Reason(
                "stream_broken",
                "the provider's stream ended before the response did; GET /v1/jobs/" + job
                        + "/result has what there is of it");
    }

    private Standing failed(Desk desk, JobRow row, Optional<Reason> reason) throws IOException {
        return standing(desk, row, Stage.FAILED, reason);
    }

    private Standing standing(Desk desk, JobRow row, Stage stage, Optional<Reason> reason) throws IOException {
        return new Standing(
                row.id(),
                createdAt(row.id(), row.acceptedAt()),
                model(row),
                stage,
                reason,
                memos.find(desk.tenant(), row.id()));
    }

    private Standing onItsWay(Desk desk, JobId job) throws IOException {
        return new Standing(
                job,
                createdAt(job, Instant.EPOCH),
                Optional.empty(),
                Stage.QUEUED,
                Optional.empty(),
                memos.find(desk.tenant(), job));
    }

    private static Optional<String> model(JobRow row) {
        return row.particulars().map(JobRow.Particulars::model);
    }

    /// The id knows it from the first moment, the row of a job that was withdrawn early does not.
    private Instant createdAt(JobId job, Instant otherwise) {
        return ids.time(job).orElse(otherwise);
    }

    private static HttpResponse response(Desk desk, Shown shown) {
        return switch (shown) {
            case Shown.Unanswered(var standing) -> unanswered(desk, standing);
            case Shown.Broken(var standing, var stream) -> unanswered(desk, standing);
            case Shown.Answered(var job, var answer) ->
                HttpResponse.json(200, desk.form().show(job, answer));
            case Shown.TooLarge(var standing) ->
                Enveloped.error(
                                desk.provider(),
                                502,
                                "api_error",
                                standing.reason().orElseThrow().message())
                        .with("x-should-retry", "false");
        };
    }

    private static HttpResponse unanswered(Desk desk, Standing standing) {
        var response = HttpResponse.json(200, desk.form().show(standing));
        return switch (standing.stage()) {
            case QUEUED, RUNNING -> response.with("Retry-After", "30");
            case CANCELED, FAILED -> response;
        };
    }
}

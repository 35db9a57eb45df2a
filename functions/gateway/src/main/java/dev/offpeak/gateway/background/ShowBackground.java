package dev.offpeak.gateway.background;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.provider.Background;
import dev.offpeak.core.provider.Background.Stage;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.gateway.dropin.Enveloped;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.CancelJob;
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
    private final JobIds ids;

    public ShowBackground(JobLookup lookup, JobIds ids) {
        this.lookup = lookup;
        this.ids = ids;
    }

    /// Empty for what [#isShown] denies.
    Optional<HttpResponse> of(Provider provider, Background form, Found found) throws IOException {
        if (!isShown(provider, form, found)) {
            return Optional.empty();
        }
        return switch (found) {
            case Found.Nothing nothing -> Optional.empty();
            case Found.OnItsWay(var job) ->
                Optional.of(unfinished(form, job, createdAt(job, Instant.EPOCH), Optional.empty(), Stage.QUEUED));
            case Found.Row row -> Optional.of(row(provider, form, row));
        };
    }

    /// Not a job that is not there, is deleted, or is none of this form.
    static boolean isShown(Provider provider, Background form, Found found) {
        return switch (found) {
            case Found.Nothing nothing -> false;
            case Found.OnItsWay onItsWay -> true;
            case Found.Row row -> !CancelJob.isDeleted(row) && isOf(provider, form, row.row());
        };
    }

    /// A job that was withdrawn before it was read has no particulars to tell by.
    private static boolean isOf(Provider provider, Background form, JobRow row) {
        return row.particulars()
                .map(job ->
                        job.provider().equals(provider.id()) && job.endpoint().equals(form.endpoint()))
                .orElse(true);
    }

    private HttpResponse row(Provider provider, Background form, Found.Row found) throws IOException {
        return found.row().state() instanceof Settled settled
                ? ended(provider, form, found.row(), settled)
                : unfinished(form, found.row(), stage(found), Optional.empty());
    }

    private Stage stage(Found.Row found) throws IOException {
        return switch (lookup.view(found, 0).state()) {
            case "SUBMITTED", "RUNNING" -> Stage.RUNNING;
            default -> Stage.QUEUED;
        };
    }

    private HttpResponse ended(Provider provider, Background form, JobRow row, Settled settled) throws IOException {
        return switch (settled.ending()) {
            case SUCCEEDED -> answer(provider, form, row.id(), settled);
            case CANCELED -> unfinished(form, row, Stage.CANCELED, Optional.empty());
            case FAILED, EXPIRED, REJECTED ->
                unfinished(form, row, Stage.FAILED, settled.reason().map(ShowBackground::told));
        };
    }

    private static Background.Reason told(JobState.Reason reason) {
        return new Background.Reason(reason.code(), reason.message());
    }

    private HttpResponse answer(Provider provider, Background form, JobId job, Settled settled) throws IOException {
        if (settled.answer().orElse(null) instanceof Answer.Stored stored && stored.length() > LARGEST) {
            return Enveloped.error(
                            provider,
                            502,
                            "api_error",
                            "the answer has " + stored.length() + " bytes, more than can be shown in this form ("
                                    + LARGEST + "); GET /v1/jobs/" + job + "/result has it, untouched")
                    .with("x-should-retry", "false");
        }
        return HttpResponse.json(200, form.show(job, lookup.result(settled).orElseThrow()));
    }

    private HttpResponse unfinished(Background form, JobRow row, Stage stage, Optional<Background.Reason> reason) {
        var model = row.particulars().map(JobRow.Particulars::model);
        var standing =
                new Standing(row.id(), createdAt(row.id(), row.acceptedAt()), model, stage, reason, Optional.empty());
        return shown(form, standing);
    }

    private static HttpResponse unfinished(
            Background form, JobId job, Instant createdAt, Optional<String> model, Stage stage) {
        return shown(form, new Standing(job, createdAt, model, stage, Optional.empty(), Optional.empty()));
    }

    private static HttpResponse shown(Background form, Standing standing) {
        var response = HttpResponse.json(200, form.show(standing));
        return switch (standing.stage()) {
            case QUEUED, RUNNING -> response.with("Retry-After", "30");
            case CANCELED, FAILED -> response;
        };
    }

    /// The id knows it from the first moment, the row of a job that was withdrawn early does not.
    private Instant createdAt(JobId job, Instant otherwise) {
        return ids.time(job).orElse(otherwise);
    }
}

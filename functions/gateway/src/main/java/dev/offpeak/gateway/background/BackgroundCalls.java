package dev.offpeak.gateway.background;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Background.Wish;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.gateway.dropin.Enveloped;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.CancelJob;
import dev.offpeak.gateway.jobs.CancelJob.Withdrawal;
import dev.offpeak.gateway.jobs.DeleteJob;
import java.io.IOException;
import java.util.Optional;

/// The calls of a provider's API that start background work, look at it and withdraw it, answered by jobs.
public final class BackgroundCalls {
    private final StartBackground start;
    private final ShowBackground show;
    private final FollowBackground follow;
    private final CancelJob cancel;
    private final DeleteJob delete;

    public BackgroundCalls(
            StartBackground start, ShowBackground show, FollowBackground follow, CancelJob cancel, DeleteJob delete) {
        this.start = start;
        this.show = show;
        this.follow = follow;
        this.cancel = cancel;
        this.delete = delete;
    }

    /// Empty for a call that is not about our background work, and goes on to the provider: what it did in its own
    /// name, such as a response it made in a direct call, only it knows.
    public Optional<HttpResponse> answer(TenantId tenant, Provider provider, String path, HttpRequest request)
            throws IOException {
        var form = provider.dialect().background();
        var wish = form.flatMap(known -> known.wish(request.method(), path, request.query()));
        if (wish.isEmpty()) {
            return Optional.empty();
        }
        var desk = new Desk(tenant, provider, form.orElseThrow());
        return switch (wish.get()) {
            case Wish.Create create -> start.answer(desk, request);
            case Wish.Read(var job) -> Optional.of(show.answer(desk, job));
            case Wish.Follow(var job, var after) -> Optional.of(follow.answer(desk, job, after));
            case Wish.Cancel(var job) -> Optional.of(cancel(desk, job));
            case Wish.Delete(var job) -> Optional.of(delete(desk, job));
            case Wish.Unserved(var status, var why) -> Optional.of(desk.refused(status, why));
        };
    }

    private HttpResponse cancel(Desk desk, JobId job) throws IOException {
        if (!ShowBackground.isShown(desk, show.find(desk, job))) {
            return desk.unknown(job);
        }
        return switch (cancel.withdraw(desk.tenant(), job.value(), CancelJob.CANCELED)) {
            case Withdrawal.Done(var found) -> show.answer(desk, job, found);
            case Withdrawal.Not not -> untouched(desk, job, not, "cancelled");
        };
    }

    /// A line of a batch, which has the same form, is part of what its batch says.
    private HttpResponse delete(Desk desk, JobId job) throws IOException {
        var begun = show.begun(desk, show.find(desk, job));
        if (begun.isEmpty()) {
            return desk.unknown(job);
        }
        if (begun.get().memo().isEmpty()) {
            return desk.refused(
                    desk.form().name(job) + " was not created as a background response and cannot be deleted");
        }
        return switch (delete.delete(desk.tenant(), job.value())) {
            case Withdrawal.Done done -> HttpResponse.json(200, desk.form().deleted(job));
            case Withdrawal.Not not -> untouched(desk, job, not, "deleted");
        };
    }

    private static HttpResponse untouched(Desk desk, JobId job, Withdrawal.Not withdrawal, String how) {
        var name = desk.form().name(job);
        return switch (withdrawal) {
            case Withdrawal.Nothing nothing -> desk.unknown(job);
            // not a 409, which SDKs try again
            case Withdrawal.Shared shared ->
                desk.refused(name + " may share its call with others and cannot be " + how);
            case Withdrawal.TooLate late -> desk.refused(name + " has ended already and cannot be " + how);
            case Withdrawal.Busy busy ->
                Enveloped.unavailable(desk.provider(), name + " could not be changed just now");
        };
    }
}

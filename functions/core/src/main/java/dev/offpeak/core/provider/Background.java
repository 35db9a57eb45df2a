package dev.offpeak.core.provider;

import dev.offpeak.core.id.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A provider's own form of background work: how callers ask for it, look at it and withdraw it, and what they are
/// shown. Behind it are jobs. Pure: bytes in, values out.
public interface Background {
    /// The endpoint whose jobs are shown in this form.
    Endpoint endpoint();

    /// What a call wants; empty for one that is not about a background job of ours, the provider's own among them.
    Optional<Wish> wish(String method, String path, Map<String, String> query);

    /// Whether a request that could start one does so.
    Asking asking(Body body);

    /// What is shown of a job that has no success to show.
    Body show(Standing standing);

    /// The provider's answer as that of the job: its name and nothing else is changed.
    Body show(JobId job, Body answer);

    /// That a job is deleted.
    Body deleted(JobId job);

    /// How the job is called in this form.
    String name(JobId job);

    sealed interface Wish {
        /// May start one; [#asking] tells.
        record Create() implements Wish {}

        record Read(JobId job) implements Wish {}

        record Cancel(JobId job) implements Wish {}

        record Delete(JobId job) implements Wish {}

        /// Asks of a job of ours what no such job can do.
        record Unserved(int status, String why) implements Wish {}
    }

    sealed interface Asking {
        /// Somebody waits for the answer, or the provider is to say what is wrong.
        record No() implements Asking {}

        /// @param body what the provider is sent: without the field that asks, every other byte as it came
        record Yes(Body body) implements Asking {}

        record Refused(String field, String why) implements Asking {}
    }

    enum Stage {
        QUEUED,
        RUNNING,
        CANCELED,
        FAILED
    }

    /// Why a job failed.
    record Reason(String code, String message) {}

    /// @param model as far as it is known
    /// @param asked the request, where it is at hand: it does not lie in the job's row
    record Standing(
            JobId job,
            Instant createdAt,
            Optional<String> model,
            Stage stage,
            Optional<Reason> reason,
            Optional<Body> asked) {}
}

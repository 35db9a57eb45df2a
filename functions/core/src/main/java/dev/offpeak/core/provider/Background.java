package dev.offpeak.core.provider;

import dev.offpeak.core.id.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A provider's own form of background work: how callers ask for it, look at it and withdraw it, and what they are
/// shown. Behind it are jobs. Pure: bytes in, values out.
public interface Background {
    /// The endpoint whose jobs are shown in this form.
    Endpoint endpoint();

    /// What a call wants; empty for one that is not about a background job of ours, the provider's own among them.
    Optional<Wish> wish(String method, String path, Map<String, String> query);

    /// Whether a request that could start one does so.
    Asking asking(Body body);

    /// What of a request is repeated for as long as there is no answer: not its input.
    Body memo(Body request);

    /// What is shown of a job that has no success to show.
    Body show(Standing standing);

    /// Whether an answer says how the work ended: a stream may have broken off before.
    boolean isWhole(Body answer);

    /// The provider's whole answer as that of the job: its name and nothing else is changed. Of a stream it is what the
    /// last event holds.
    Body show(JobId job, Body answer);

    /// Whether a request, by its memo, wants its answer as a stream of events.
    boolean wantsStream(Body memo);

    /// The events that every stream begins with, numbered from 0.
    List<Body> begun(Standing standing);

    /// The provider's stream as that of the job, after what [#begun] told: names and numbers are changed.
    ///
    /// @param first the number of the first event
    Stream<Body> events(JobId job, Body answer, int first);

    /// The event that ends the stream of a job without a whole answer.
    Body ended(Standing standing, int number);

    /// That a job is deleted.
    Body deleted(JobId job);

    /// How the job is called in this form.
    String name(JobId job);

    sealed interface Wish {
        /// May start one; [#asking] tells.
        record Create() implements Wish {}

        record Read(JobId job) implements Wish {}

        /// To be told as a stream.
        ///
        /// @param after the number of the last event that is known already
        record Follow(JobId job, Optional<Long> after) implements Wish {}

        record Cancel(JobId job) implements Wish {}

        record Delete(JobId job) implements Wish {}

        /// Asks of a job of ours what no such job can do.
        record Unserved(int status, String why) implements Wish {}
    }

    sealed interface Asking {
        /// Somebody waits for the answer, or the provider is to say what is wrong.
        record No() implements Asking {}

        /// @param body what the provider is sent: without the field that asks, every other byte as it came
        /// @param streams whether the answer is to be told as it comes
        record Yes(Body body, boolean streams) implements Asking {}

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
    /// @param memo of the request, where it was kept: jobs of other doors have none
    record Standing(
            JobId job,
            Instant createdAt,
            Optional<String> model,
            Stage stage,
            Optional<Reason> reason,
            Optional<Body> memo) {
        public Standing failed(Reason why) {
            return new Standing(job, createdAt, model, Stage.FAILED, Optional.of(why), memo);
        }
    }
}

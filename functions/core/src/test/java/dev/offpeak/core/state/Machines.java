package dev.offpeak.core.state;

import static dev.offpeak.core.Samples.ACCOUNT;
import static dev.offpeak.core.Samples.BATCH;
import static dev.offpeak.core.Samples.BUNDLE;
import static dev.offpeak.core.Samples.NOW;
import static dev.offpeak.core.Samples.SEGMENT;
import static dev.offpeak.core.Samples.settled;

import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.batch.BatchTransitions;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.bundle.BundleTransitions;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobTransitions;
import dev.offpeak.core.segment.Segment.State;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentTransitions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The four machines with their samples. Guards compare against one attempt (2), one bundle, one segment and one
/// checkpoint, so that a sample is on the same side of its guard in every state.
final class Machines {
    private static final SegmentId OTHER_SEGMENT = new SegmentId("seg_b");
    private static final BundleId OTHER_BUNDLE = new BundleId("bundle_b");
    private static final Creation CREATION = new Creation(1, ACCOUNT, "file-1", NOW);
    private static final JobState.Intent INTENT = new JobState.Intent(NOW, NOW.plusSeconds(60));

    private Machines() {}

    static List<Machine<?, ?>> all() {
        return List.of(JOB, SEGMENTS, BUNDLES, BATCHES);
    }

    static final Machine<JobState, JobEvent> JOB = new Machine<>(
            "Job",
            """
            What a job's row says. Whoever imports its batch moves a staged job on, the runner an express job, and
            cancelling it or letting its deadline pass ends both. A success counts whatever attempt it belongs to,
            since it is paid for; other outcomes act on their own attempt only. A job that something else settles while
            a direct call is under way remembers the call until the ledger knows what it came to. A job that follows
            another has no call of its own: nothing moves it, and it ends when and as its leader ends. What has ended
            stays as it is, but its owner may have its answer forgotten.
            """,
            JobState.class,
            JobEvent.class,
            ordered(
                    "Staged", new JobState.Staged(2, SEGMENT, 7),
                    "Express", new JobState.Express(2),
                    "Express called", new JobState.Express(2, Optional.of(INTENT)),
                    "Following", new JobState.Following(new JobId("job_" + "0".repeat(37))),
                    "Settled", settled(Ending.EXPIRED, 2, "caller"),
                    "Settled during a call",
                            settled(Ending.EXPIRED, 2, "caller").with(Optional.of(INTENT))),
            ordered(
                    "Succeed (this attempt)", new JobEvent.Succeed(settled(Ending.SUCCEEDED, 2, "batch_1#0")),
                    "Succeed (another attempt)", new JobEvent.Succeed(settled(Ending.SUCCEEDED, 1, "batch_0#0")),
                    "Fail (this attempt)", new JobEvent.Fail(settled(Ending.FAILED, 2, "batch_1#0")),
                    "Fail (another attempt)", new JobEvent.Fail(settled(Ending.FAILED, 1, "batch_0#0")),
                    "End", new JobEvent.End(settled(Ending.CANCELED, 2, "caller")),
                    "Retry in a segment (this attempt)",
                            new JobEvent.Retry(2, new JobState.Staged(3, OTHER_SEGMENT, 0)),
                    "Retry in a segment (another attempt)",
                            new JobEvent.Retry(1, new JobState.Staged(2, OTHER_SEGMENT, 0)),
                    "Retry on express (this attempt)", new JobEvent.Retry(2, new JobState.Express(3)),
                    "Retry on express (another attempt)", new JobEvent.Retry(1, new JobState.Express(2)),
                    "Intend (this attempt)", new JobEvent.Intend(2, INTENT),
                    "Intend (another attempt)", new JobEvent.Intend(1, INTENT),
                    "Free (its call)", new JobEvent.Free(INTENT, new JobState.Express(3)),
                    "Free (another call)", new JobEvent.Free(new JobState.Intent(NOW, NOW), new JobState.Express(3)),
                    "Enter (its call)", new JobEvent.Enter(INTENT),
                    "Enter (another call)", new JobEvent.Enter(new JobState.Intent(NOW, NOW)),
                    "Forget", new JobEvent.Forget(new JobState.Reason("deleted", "by its owner")),
                    "Restage (from its segment)",
                            new JobEvent.Restage(SEGMENT, new JobState.Staged(2, OTHER_SEGMENT, 0)),
                    "Restage (from another segment)",
                            new JobEvent.Restage(OTHER_SEGMENT, new JobState.Staged(2, SEGMENT, 0))),
            initial("Staged", "Express", "Following", "Settled"),
            Machines::nameOf,
            JobTransitions::on);

    static final Machine<State, SegmentEvent> SEGMENTS = new Machine<>(
            "Segment",
            """
            A segment is opened when its lines are committed, or voided in place of that when they never were. Only
            the bundle that holds it can give it back or finish it.
            """,
            State.class,
            SegmentEvent.class,
            ordered(
                    "Open", new State.Open(),
                    "Claimed", new State.Claimed(BUNDLE),
                    "Done", new State.Done(),
                    "Void", new State.Void()),
            ordered(
                    "Claim (its bundle)", new SegmentEvent.Claim(BUNDLE),
                    "Claim (another bundle)", new SegmentEvent.Claim(OTHER_BUNDLE),
                    "Release (its bundle)", new SegmentEvent.Release(BUNDLE),
                    "Release (another bundle)", new SegmentEvent.Release(OTHER_BUNDLE),
                    "Finish (its bundle)", new SegmentEvent.Finish(BUNDLE),
                    "Finish (another bundle)", new SegmentEvent.Finish(OTHER_BUNDLE)),
            initial("Open", "Void"),
            state -> state.getClass().getSimpleName(),
            SegmentTransitions::on);

    static final Machine<BundleState, BundleEvent> BUNDLES = new Machine<>(
            "Bundle",
            """
            The bundler moves a bundle up to `Submitted`, the poller from there. From `Submitting`, `Reconcile` and `Fenced` no
            arrow leads to `Failed` or straight back to `Submitting`: money may have been spent, so first it must be
            known whether the batch exists. A batch found by its time and size alone is a guess until its rows prove it; if
            they are a stranger's, the bundle is in doubt again.
            """,
            BundleState.class,
            BundleEvent.class,
            ordered(
                    "Claiming", new BundleState.Claiming("fence", NOW),
                    "Sealed", new BundleState.Sealed("manifest"),
                    "Uploaded", new BundleState.Uploaded("manifest", ACCOUNT, "file-1"),
                    "Submitting", new BundleState.Submitting("manifest", CREATION, NOW),
                    "Reconcile", new BundleState.Reconcile("manifest", CREATION, "timed out"),
                    "Fenced", new BundleState.Fenced("manifest", CREATION, NOW),
                    "Submitted", new BundleState.Submitted("manifest", BATCH),
                    "Submitted by guess", new BundleState.Submitted("manifest", BATCH, Optional.of(CREATION)),
                    "Done", new BundleState.Done("manifest", BATCH),
                    "Failed", new BundleState.Failed("refused")),
            ordered(
                    "Seal", new BundleEvent.Seal("manifest"),
                    "Upload", new BundleEvent.Upload(ACCOUNT, "file-1"),
                    "Intend", new BundleEvent.Intend(NOW, NOW.plusSeconds(60)),
                    "Reroute", new BundleEvent.Reroute(),
                    "Adopt (certain)", new BundleEvent.Adopt(BATCH),
                    "Adopt (guessed)", new BundleEvent.Adopt(BATCH, true),
                    "Disown", new BundleEvent.Disown("a stranger's rows"),
                    "NotCreated", new BundleEvent.NotCreated(),
                    "Doubt", new BundleEvent.Doubt("timed out"),
                    "Fence", new BundleEvent.Fence(NOW),
                    "Finish", new BundleEvent.Finish(),
                    "Abandon", new BundleEvent.Abandon("refused")),
            initial("Claiming"),
            state -> state instanceof BundleState.Submitted submitted
                            && submitted.guess().isPresent()
                    ? "Submitted by guess"
                    : state.getClass().getSimpleName(),
            BundleTransitions::on);

    static final Machine<BatchState, BatchEvent> BATCHES = new Machine<>(
            "Batch",
            """
            A batch is active from the moment it is adopted. The poller moves every state on; an import only ever
            moves its checkpoint forward.
            """,
            BatchState.class,
            BatchEvent.class,
            ordered(
                    "Active", new BatchState.Active(),
                    "Canceling", new BatchState.Canceling(),
                    "Missing", new BatchState.Missing(NOW),
                    "Ended", new BatchState.Ended(List.of("file-1")),
                    "Copied", new BatchState.Copied(List.of("a", "b"), new Checkpoint(1, 500, Tally.NONE)),
                    "Imported", new BatchState.Imported(Tally.NONE)),
            ordered(
                    "Cancel", new BatchEvent.Cancel(),
                    "Lose", new BatchEvent.Lose(NOW),
                    "Find", new BatchEvent.Find(),
                    "End", new BatchEvent.End(List.of("file-1")),
                    "Copy", new BatchEvent.Copy(List.of("a", "b")),
                    "Advance (ahead)", new BatchEvent.Advance(new Checkpoint(1, 501, Tally.NONE)),
                    "Advance (not ahead)", new BatchEvent.Advance(new Checkpoint(1, 500, Tally.NONE)),
                    "Finish", new BatchEvent.Finish()),
            initial("Active"),
            state -> state.getClass().getSimpleName(),
            BatchTransitions::on);

    private static String nameOf(JobState state) {
        return switch (state) {
            case JobState.Staged staged -> "Staged";
            case JobState.Express express -> express.intent().isPresent() ? "Express called" : "Express";
            case JobState.Following following -> "Following";
            case JobState.Settled settled -> settled.underWay().isPresent() ? "Settled during a call" : "Settled";
        };
    }

    private static Set<String> initial(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> ordered(Object... pairs) {
        var map = new LinkedHashMap<String, T>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], (T) pairs[i + 1]);
        }
        return map;
    }
}

package dev.offpeak.core.bundle;

import static dev.offpeak.core.Samples.ACCOUNT;
import static dev.offpeak.core.Samples.BATCH;
import static dev.offpeak.core.Samples.BUNDLE;
import static dev.offpeak.core.Samples.KEY;
import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Seeds;
import dev.offpeak.core.bundle.BundleEvent.Abandon;
import dev.offpeak.core.bundle.BundleEvent.Adopt;
import dev.offpeak.core.bundle.BundleEvent.Doubt;
import dev.offpeak.core.bundle.BundleEvent.Fence;
import dev.offpeak.core.bundle.BundleEvent.Finish;
import dev.offpeak.core.bundle.BundleEvent.Intend;
import dev.offpeak.core.bundle.BundleEvent.NotCreated;
import dev.offpeak.core.bundle.BundleEvent.Seal;
import dev.offpeak.core.bundle.BundleEvent.Upload;
import dev.offpeak.core.bundle.BundleState.Claiming;
import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.bundle.BundleState.Done;
import dev.offpeak.core.bundle.BundleState.Failed;
import dev.offpeak.core.bundle.BundleState.Fenced;
import dev.offpeak.core.bundle.BundleState.Reconcile;
import dev.offpeak.core.bundle.BundleState.Sealed;
import dev.offpeak.core.bundle.BundleState.Submitted;
import dev.offpeak.core.bundle.BundleState.Submitting;
import dev.offpeak.core.bundle.BundleState.Uploaded;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.state.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BundleTransitionsTest {
    private static final Instant LEASE = NOW.plusSeconds(960);
    private static final Creation CREATION = new Creation(1, ACCOUNT, "file-1", NOW);
    private static final List<BundleEvent> EVENTS = List.of(
            new Seal("m-1"),
            new Upload(ACCOUNT, "file-1"),
            new Intend(NOW, LEASE),
            new Adopt(BATCH),
            new NotCreated(),
            new Doubt("timed out"),
            new Fence(NOW),
            new Finish(),
            new Abandon("refused"));

    @Test
    void a_bundle_carries_its_manifest_upload_and_intent_from_state_to_state() {
        assertThat(move(new Claiming("f-1", LEASE), new Seal("m-1"))).isEqualTo(new Sealed("m-1"));
        assertThat(move(new Sealed("m-1"), new Upload(ACCOUNT, "file-1")))
                .isEqualTo(new Uploaded("m-1", ACCOUNT, "file-1"));
        assertThat(move(new Uploaded("m-1", ACCOUNT, "file-1"), new Intend(NOW, LEASE)))
                .isEqualTo(new Submitting("m-1", CREATION, LEASE));
        assertThat(move(new Submitting("m-1", CREATION, LEASE), new Adopt(BATCH)))
                .isEqualTo(new Submitted("m-1", BATCH));
        assertThat(move(new Submitted("m-1", BATCH), new Finish())).isEqualTo(new Done("m-1", BATCH));
    }

    @Test
    void a_create_call_in_doubt_keeps_everything_needed_to_look_for_its_batch() {
        assertThat(move(new Submitting("m-1", CREATION, LEASE), new Doubt("timed out")))
                .isEqualTo(new Reconcile("m-1", CREATION, "timed out"));
        assertThat(move(new Reconcile("m-1", CREATION, "timed out"), new Adopt(BATCH)))
                .isEqualTo(new Submitted("m-1", BATCH));
    }

    @Test
    void a_refused_create_call_leaves_the_upload_to_be_used_again() {
        assertThat(move(new Submitting("m-1", CREATION, LEASE), new NotCreated()))
                .isEqualTo(new Uploaded("m-1", ACCOUNT, "file-1"));
    }

    @Test
    void a_batch_proven_absent_starts_anew_from_the_manifest() {
        assertThat(move(new Reconcile("m-1", CREATION, "timed out"), new Fence(NOW)))
                .isEqualTo(new Fenced("m-1", CREATION, NOW));
        assertThat(move(new Fenced("m-1", CREATION, NOW), new NotCreated())).isEqualTo(new Sealed("m-1"));
        assertThat(move(new Fenced("m-1", CREATION, NOW), new Adopt(BATCH))).isEqualTo(new Submitted("m-1", BATCH));
        assertThat(move(new Reconcile("m-1", CREATION, "timed out"), new NotCreated()))
                .isEqualTo(new Sealed("m-1"));
    }

    @Test
    void a_bundle_whose_create_call_may_have_worked_is_never_abandoned_nor_intended_again() {
        for (var state : List.of(
                new Submitting("m-1", CREATION, LEASE),
                new Reconcile("m-1", CREATION, "timed out"),
                new Fenced("m-1", CREATION, NOW))) {
            assertThat(BundleTransitions.on(state, new Abandon("too late"))).isInstanceOf(Step.Stays.class);
            assertThat(BundleTransitions.on(state, new Intend(NOW, LEASE))).isInstanceOf(Step.Stays.class);
        }
    }

    @Test
    void no_walk_creates_twice_without_proof_that_the_first_call_did_nothing() {
        Seeds.each(500, seeds -> {
            BundleState state = new Claiming("f-1", LEASE);
            boolean mayExist = false;
            for (var event : seeds.list(0, 60, () -> seeds.oneOf(EVENTS))) {
                if (!(BundleTransitions.on(state, event) instanceof Step.Moved<BundleState>(var to))) {
                    continue;
                }
                assertThat(mayExist && event instanceof Intend).isFalse();
                mayExist = event instanceof Intend || (mayExist && !(event instanceof NotCreated));
                state = to;
            }
        });
    }

    @Test
    void no_walk_changes_a_sealed_manifest() {
        Seeds.each(500, seeds -> {
            BundleState state = new Sealed("m-1");
            for (var event : seeds.list(0, 40, () -> seeds.oneOf(EVENTS))) {
                if (BundleTransitions.on(state, event) instanceof Step.Moved<BundleState>(var to)) {
                    state = to;
                }
            }
            assertThat(manifest(state)).isIn("m-1", "none");
        });
    }

    @Test
    void nothing_moves_a_done_or_failed_bundle() {
        for (var event : EVENTS) {
            assertThat(BundleTransitions.on(new Done("m-1", BATCH), event)).isEqualTo(Step.stays("is done"));
            assertThat(BundleTransitions.on(new Failed("refused"), event)).isEqualTo(Step.stays("has failed"));
        }
    }

    @Test
    void a_failed_bundle_says_why() {
        for (var state : List.of(
                new Claiming("f-1", LEASE),
                new Sealed("m-1"),
                new Uploaded("m-1", ACCOUNT, "file-1"),
                new Submitted("m-1", BATCH))) {
            assertThat(move(state, new Abandon("line 3 is bad")))
                    .isEqualTo(new Failed(Optional.of(manifest(state)).filter("m-1"::equals), "line 3 is bad"));
        }
    }

    @Test
    void an_event_that_loses_says_where() {
        assertThat(BundleTransitions.on(new Claiming("f-1", LEASE), new Finish()))
                .isEqualTo(Step.stays("does not happen in CLAIMING"));
        assertThat(BundleTransitions.on(new Sealed("m-1"), new Finish()))
                .isEqualTo(Step.stays("does not happen in SEALED"));
        assertThat(BundleTransitions.on(new Uploaded("m-1", ACCOUNT, ""), new Finish()))
                .isEqualTo(Step.stays("does not happen in UPLOADED"));
        assertThat(BundleTransitions.on(new Submitting("m-1", CREATION, LEASE), new Finish()))
                .isEqualTo(Step.stays("does not happen in SUBMITTING"));
        assertThat(BundleTransitions.on(new Submitting("m-1", CREATION, LEASE), new Abandon("late")))
                .isEqualTo(Step.stays("a create call may be on its way"));
        assertThat(BundleTransitions.on(new Reconcile("m-1", CREATION, "?"), new Finish()))
                .isEqualTo(Step.stays("does not happen in RECONCILE"));
        assertThat(BundleTransitions.on(new Fenced("m-1", CREATION, NOW), new Finish()))
                .isEqualTo(Step.stays("does not happen in FENCED"));
        assertThat(BundleTransitions.on(new Submitted("m-1", BATCH), new Seal("m-2")))
                .isEqualTo(Step.stays("does not happen in SUBMITTED"));
    }

    @Test
    void every_change_of_a_row_raises_its_version() {
        var bundle = new Bundle(BUNDLE, KEY, 3, NOW, Urgency.by(NOW), new Claiming("f-1", LEASE), NOW, 4);
        assertThat(bundle.with(new Sealed("m-1"), LEASE))
                .isEqualTo(new Bundle(BUNDLE, KEY, 3, NOW, Urgency.by(NOW), new Sealed("m-1"), LEASE, 5));
        assertThat(bundle.with(Urgency.Jobs.LEFT))
                .isEqualTo(new Bundle(
                        BUNDLE, KEY, 3, NOW, new Urgency(NOW, Urgency.Jobs.LEFT), new Claiming("f-1", LEASE), NOW, 5));
    }

    private static BundleState move(BundleState from, BundleEvent event) {
        return switch (BundleTransitions.on(from, event)) {
            case Step.Moved<BundleState>(var to) -> to;
            case Step.Stays<BundleState>(var why) -> throw new AssertionError(from + " stays: " + why);
        };
    }

    private static String manifest(BundleState state) {
        return switch (state) {
            case Claiming claiming -> "none";
            case Failed failed -> "none";
            case Sealed(var manifest) -> manifest;
            case Uploaded uploaded -> uploaded.manifest();
            case Submitting submitting -> submitting.manifest();
            case Reconcile reconcile -> reconcile.manifest();
            case Fenced fenced -> fenced.manifest();
            case Submitted submitted -> submitted.manifest();
            case Done done -> done.manifest();
        };
    }
}

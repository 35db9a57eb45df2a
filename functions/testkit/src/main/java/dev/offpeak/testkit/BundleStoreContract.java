package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.store.Write;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every [BundleStore] does; each test starts with an empty store.
public abstract class BundleStoreContract {
    protected abstract BundleStore bundles();

    @TestFactory
    Stream<DynamicTest> a_bundle_reads_back_in_every_state_created_or_replaced() {
        return states().map(state -> dynamicTest(state.toString(), () -> {
            var created = Samples.bundle(state, Samples.NOW.plusNanos(1));
            assertThat(bundles().create(created)).isEqualTo(Write.done());
            assertThat(bundles().find(created.id())).contains(created);

            var before = Samples.bundle();
            var after = before.with(state, Samples.NOW.plusSeconds(7));
            assertThat(bundles().create(before)).isEqualTo(Write.done());
            assertThat(bundles().replace(after)).isEqualTo(Write.done());
            assertThat(bundles().find(before.id())).contains(after);
        }));
    }

    @Test
    void a_bundle_is_created_once_and_the_loser_learns_the_row() {
        var first = Samples.bundle();
        var second = new Bundle(
                first.id(),
                first.key(),
                first.lines(),
                first.createdAt(),
                first.urgency(),
                new BundleState.Sealed("m"),
                first.due(),
                1);
        assertThat(bundles().create(first)).isEqualTo(Write.done());
        assertThat(bundles().create(second)).isEqualTo(Write.lost(first));
    }

    @Test
    void replacing_a_version_that_is_gone_is_lost_and_the_loser_learns_the_row() {
        var first = Samples.bundle();
        var second = first.with(new BundleState.Sealed("m"), Samples.NOW);
        bundles().create(first);
        assertThat(bundles().replace(second)).isEqualTo(Write.done());

        assertThat(bundles().replace(first.with(new BundleState.Failed("late"), Samples.NOW)))
                .isEqualTo(Write.lost(second));
        assertThat(bundles().find(first.id())).contains(second);
    }

    @Test
    void a_bundle_that_is_not_there_is_not_found_and_not_replaced() {
        var bundle = Samples.bundle();
        assertThat(bundles().find(bundle.id())).isEmpty();
        assertThat(bundles().replace(bundle.with(new BundleState.Sealed("m"), Samples.NOW)))
                .isEqualTo(Write.lost());
        assertThat(bundles().find(bundle.id())).isEmpty();
    }

    @Test
    void due_bundles_are_listed_by_when_they_are_due() {
        var state = new BundleState.Sealed("m");
        var now = Samples.bundle(state, Samples.NOW);
        var earlier = Samples.bundle(state, Samples.NOW.minusSeconds(1));
        var later = Samples.bundle(state, Samples.NOW.plusMillis(1));
        Stream.of(now, earlier, later).forEach(bundles()::create);

        assertThat(bundles().due(Samples.NOW, 10)).containsExactly(earlier, now);
        assertThat(bundles().due(Samples.NOW, 1)).containsExactly(earlier);
        assertThat(bundles().due(Samples.NOW.plusMillis(1), 10)).containsExactly(earlier, now, later);
    }

    @Test
    void submitted_done_and_failed_bundles_are_never_due() {
        states().forEach(state -> bundles().create(Samples.bundle(state, Samples.NOW)));
        assertThat(bundles().due(Samples.NOW.plus(Samples.DAY), 100))
                .extracting(bundle -> bundle.state().getClass().getSimpleName())
                .containsExactlyInAnyOrder(
                        "Claiming", "Sealed", "Uploaded", "Uploaded", "Submitting", "Reconcile", "Fenced");

        var bundle = Samples.bundle();
        bundles().create(bundle);
        bundles().replace(bundle.with(new BundleState.Failed("no"), Samples.NOW));
        assertThat(bundles().due(Samples.NOW.plus(Samples.DAY), 100))
                .extracting(Bundle::id)
                .doesNotContain(bundle.id());
    }

    @Test
    void of_racing_replacements_one_wins() throws InterruptedException {
        var bundle = Samples.bundle();
        bundles().create(bundle);
        var wins = Race.wins(i -> bundles()
                .replace(bundle.with(new BundleState.Sealed("manifest-" + i), Samples.NOW))
                .isDone());
        assertThat(wins).isEqualTo(1);
    }

    private static Stream<BundleState> states() {
        var creation = new Creation(2, Samples.ACCOUNT, "file-1", Samples.NOW.minusSeconds(3));
        var batch = new BatchId("batch_1");
        return Stream.of(
                new BundleState.Claiming("fence", Samples.NOW.plusSeconds(90)),
                new BundleState.Sealed("manifests/a"),
                new BundleState.Uploaded("manifests/a", Samples.ACCOUNT, "file-1"),
                new BundleState.Uploaded("manifests/a", Samples.ACCOUNT, ""),
                new BundleState.Submitting("manifests/a", creation, Samples.NOW.plusSeconds(60)),
                new BundleState.Reconcile("manifests/a", creation, "the reply was lost"),
                new BundleState.Fenced(
                        "manifests/a", creation, creation.intentAt().plusSeconds(600)),
                new BundleState.Submitted("manifests/a", batch),
                new BundleState.Submitted("manifests/a", batch, Optional.of(creation)),
                new BundleState.Done("manifests/a", batch),
                new BundleState.Failed("every line was withdrawn"),
                new BundleState.Failed(Optional.of("manifests/a"), "late"));
    }
}

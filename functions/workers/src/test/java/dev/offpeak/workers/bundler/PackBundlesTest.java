package dev.offpeak.workers.bundler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.testkit.Samples;
import dev.offpeak.workers.EveryFault;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// From open segments to a batch that is created once.
class PackBundlesTest {
    private final StubProvider stub = new StubProvider();
    private final World world = new World(stub);

    private PackBundles.Report run() {
        return world.bundler.run(world.until());
    }

    private BundleState state() {
        return world.bundles.rows().getFirst().state();
    }

    @Test
    void segments_become_one_batch_of_all_their_lines_in_order() {
        world.stage(9);
        assertThat(run()).isEqualTo(new PackBundles.Report(0, 1, 1));
        assertThat(state()).isInstanceOf(BundleState.Submitted.class);
        assertThat(stub.uploads)
                .singleElement()
                .satisfies(upload -> assertThat(upload.lines()).hasSize(9));
        var batch = world.batches.rows().getFirst();
        assertThat(batch.lines()).isEqualTo(9);
        assertThat(batch.tenants()).containsEntry(World.ACME, 6).containsEntry(World.ZEN, 3);
        assertThat(run()).isEqualTo(new PackBundles.Report(0, 0, 0));
    }

    @Test
    void withdrawn_lines_are_left_out_and_the_rest_is_sent_byte_for_byte() {
        world.stage(9);
        var all = world.segments.rows().stream().map(this::text).reduce("", String::concat);
        var gone = world.jobs.rows().get(4);
        var staged = (JobState.Staged) gone.state();
        world.segments.withdraw(staged.segment(), staged.line());
        run();
        var left = all.lines().filter(line -> !line.contains(gone.id().value())).toList();
        assertThat(stub.uploads.getFirst().lines()).containsExactlyInAnyOrderElementsOf(left);
        assertThat(left).hasSize(8);
    }

    private String text(Segment segment) {
        try {
            var content = segment.content();
            return new String(world.objects.read(content.object(), content.offset(), (int) content.bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_segment_of_which_all_was_withdrawn_is_done() {
        world.stage(3);
        world.segments
                .rows()
                .forEach(segment -> Stream.of(0, 1, 2).forEach(line -> world.segments.withdraw(segment.id(), line)));
        assertThat(run().sealed()).isZero();
        assertThat(world.segments.rows()).allMatch(segment -> segment.state() instanceof Segment.State.Done);
        assertThat(stub.uploads).isEmpty();
    }

    @Test
    void a_segment_somebody_else_claimed_is_not_in_the_bundle() {
        world.stage(3);
        var taken = world.segments.rows().getFirst();
        var open = world.segments.open(10);
        world.segments.apply(taken.id(), new SegmentEvent.Claim(Samples.bundleId()), world.clock.instant());
        var claim = new ClaimSegments(world.segments, world.bundles, world.objects, new Random(7), world.clock);
        var plan = new Packer.Plan(taken.key(), open, false);
        assertThat(claim.seal(plan)).isPresent();
        world.advance(ClaimSegments.LEASE);
        run();
        assertThat(stub.uploads.getFirst().lines()).hasSize(3 - taken.live().count());
        assertThat(claim.seal(plan)).as("nothing left").isEmpty();
    }

    @Test
    void a_refused_upload_and_a_refused_create_end_the_jobs_with_the_reason() {
        for (boolean early : List.of(true, false)) {
            var other = new StubProvider();
            var failure = StubProvider.failure(400, "bad_file");
            if (early) {
                other.uploadAnswers.add(new UploadOutcome.Refused(failure));
            } else {
                other.creations.add(new CreateOutcome.Refused(failure));
            }
            var w = new World(other);
            w.stage(3);
            w.bundler.run(w.until());
            assertThat(w.ended(Ending.FAILED))
                    .hasSize(3)
                    .allSatisfy(row -> assertThat(((JobState.Settled) row.state())
                                    .reason()
                                    .orElseThrow()
                                    .code())
                            .isEqualTo("bad_file"));
            assertThat(w.bundles.rows().getFirst().state()).isInstanceOf(BundleState.Failed.class);
            assertThat(w.segments.rows()).allMatch(segment -> segment.state() instanceof Segment.State.Done);
        }
    }

    @Test
    void a_full_or_unpaid_account_is_asked_again_when_it_says() {
        stub.uploadAnswers.add(new UploadOutcome.Unavailable(StubProvider.failure(503, "busy")));
        stub.creations.add(new CreateOutcome.NotNow(
                new ProviderFailure(429, "limit", "wait", Optional.of(Duration.ofMinutes(5)))));
        stub.creations.add(new CreateOutcome.NotNow(StubProvider.failure(401, "invalid_api_key")));
        world.stage(3);
        run();
        assertThat(state()).isInstanceOf(BundleState.Sealed.class);
        world.advance(Duration.ofMinutes(1));
        run();
        assertThat(state()).isInstanceOf(BundleState.Uploaded.class);
        world.advance(Duration.ofMinutes(4));
        assertThat(run().resumed()).isZero();
        world.advance(Duration.ofMinutes(1));
        run();
        assertThat(state()).isInstanceOf(BundleState.Uploaded.class);
        world.advance(Duration.ofMinutes(5));
        run();
        assertThat(state()).isInstanceOf(BundleState.Submitted.class);
        assertThat(stub.uploads).hasSize(1);
        assertThat(stub.created).hasSize(1);
    }

    @Test
    void a_create_call_in_doubt_is_made_anew_only_after_its_upload_is_forgotten_and_looked_for_again() {
        stub.creations.add(new CreateOutcome.InDoubt("no answer"));
        world.stage(3);
        world.turn(1);
        assertThat(state()).isInstanceOf(BundleState.Reconcile.class);
        assertThat(world.segments.rows()).allMatch(segment -> segment.state() instanceof Segment.State.Claimed);
        world.turn(9);
        assertThat(state()).isInstanceOf(BundleState.Reconcile.class);
        world.turn(3);
        assertThat(state()).isInstanceOf(BundleState.Fenced.class);
        assertThat(stub.created).isEmpty();
        world.turn(60);
        assertThat(state()).isInstanceOf(BundleState.Done.class);
        assertThat(stub.uploads).hasSize(2);
        assertThat(stub.created).hasSize(1);
    }

    @Test
    void no_call_is_made_that_might_outlive_the_invocation() {
        world.stage(3);
        assertThat(world.bundler.run(world.clock.instant().plusSeconds(119)).sealed())
                .isZero();
        assertThat(world.bundles.rows()).isEmpty();
    }

    @Test
    void whatever_goes_wrong_no_line_is_submitted_twice_and_none_is_lost() {
        var stubs = new ArrayList<StubProvider>();
        int tried = EveryFault.of(
                () -> {
                    stubs.add(new StubProvider());
                    var w = new World(stubs.getLast());
                    w.stage(9);
                    return w;
                },
                w -> {
                    for (int i = 0; i < 120; i++) {
                        w.step(() -> w.bundler.run(w.until()));
                        w.effects.quietly(() -> w.poller.run(w.until()));
                        w.advance(Duration.ofMinutes(1));
                    }
                    assertThat(stubs.getLast().created.values().stream().flatMap(String::lines))
                            .as("lines created")
                            .doesNotHaveDuplicates();
                    assertThat(w.ended(Ending.SUCCEEDED)).hasSize(9);
                    assertThat(w.succeededInLedger()).isEqualTo(9);
                    assertThat(w.batches.rows()).allMatch(batch -> batch.state() instanceof BatchState.Imported);
                });
        assertThat(tried).isGreaterThan(30);
    }

    @Test
    void segments_of_a_bundle_that_was_never_sealed_are_released_even_behind_many_under_way() {
        var busy = Samples.bundle(
                new BundleState.Claiming("fence", world.clock.instant().plus(Samples.DAY)),
                world.clock.instant().plus(Samples.DAY));
        world.bundles.create(busy);
        for (int i = 0; i < 1_500; i++) {
            claimed(busy.id());
        }
        var stray = claimed(Samples.bundleId());
        world.advance(Duration.ofMinutes(8));
        assertThat(new ReleaseStrays(world.segments, world.bundles, world.objects).release(world.clock.instant()))
                .isEqualTo(1);
        assertThat(world.segments.find(stray).orElseThrow().state()).isInstanceOf(Segment.State.Open.class);
    }

    private SegmentId claimed(BundleId bundle) {
        var segment = Samples.segment(world.clock.instant());
        world.segments.commit(segment);
        world.segments.apply(segment.id(), new SegmentEvent.Claim(bundle), world.clock.instant());
        return segment.id();
    }

    @Test
    void segments_of_a_bundle_whose_manifest_cannot_be_read_stay_where_they_are() {
        var bundle = Samples.bundle(new BundleState.Sealed("manifests/gone"), world.clock.instant());
        world.bundles.create(bundle);
        claimed(bundle.id());
        world.advance(Duration.ofMinutes(8));
        assertThat(new ReleaseStrays(world.segments, world.bundles, world.objects).release(world.clock.instant()))
                .isZero();
    }
}

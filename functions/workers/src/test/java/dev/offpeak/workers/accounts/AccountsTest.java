package dev.offpeak.workers.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.Breaker;
import dev.offpeak.core.account.GivenUp;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.account.ModelQueue;
import dev.offpeak.core.account.Need;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.openai.OpenAiDialect;
import dev.offpeak.openai.OpenAiPrices;
import dev.offpeak.testkit.Samples;
import dev.offpeak.workers.EveryFault;
import dev.offpeak.workers.StubAccount;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import dev.offpeak.workers.intake.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which account gets a bundle, and what becomes of the work when none takes it.
class AccountsTest {
    private static final AccountLimits UNLIMITED = limits(AccountLimits.UNKNOWN);

    private Instant now = Samples.NOW;
    private final StubAccount first = new StubAccount("first", () -> now);
    private final StubAccount second = new StubAccount("second", () -> now);

    private static AccountLimits limits(long tokens) {
        return new AccountLimits(tokens, AccountLimits.UNKNOWN, Per.MODEL, 2_000, 500);
    }

    private World world(AccountLimits... limits) {
        var accounts = new ArrayList<>(List.of(first.account(limits[0])));
        if (limits.length > 1) {
            accounts.add(second.account(limits[1]));
        }
        var provider = new Provider(new OpenAiDialect(), new OpenAiPrices(), accounts);
        return new World(List.of(provider), () -> now, by -> now = now.plus(by));
    }

    /// Chats of about a KB each, in `segments` segments of `size` jobs.
    private void stage(World world, int segments, int size, String more) {
        for (int segment = 0; segment < segments; segment++) {
            var deliveries = new ArrayList<Delivery>();
            for (int i = 0; i < size; i++) {
                var prompt = "question " + segment + "." + i + " " + "why ".repeat(200);
                deliveries.add(world.sealed("s" + segment + "j" + i, World.ACME, World.chat(prompt, more)));
            }
            assertThat(world.takeIn.take(deliveries)).isEmpty();
        }
        world.advance(Duration.ofMinutes(16));
    }

    private void stage(World world, int segments, int size) {
        stage(world, segments, size, "");
    }

    private static AccountBook book(World world, String account) {
        return world.accounts
                .find(new AccountKey(Samples.OPENAI, new AccountId(account)))
                .orElseThrow();
    }

    private void run(World world) {
        world.bundler.run(world.until());
    }

    private static void assertAllSucceededAndNothingIsHeld(World world, int jobs) {
        assertThat(world.ended(Ending.SUCCEEDED).size()).as(world.states()).isEqualTo(jobs);
        assertThat(world.accounts.rows())
                .allSatisfy(book -> assertThat(book.held()).isEmpty());
    }

    @Test
    void what_does_not_fit_the_first_account_goes_to_the_second_and_the_rest_waits() {
        var world = world(limits(1_000), limits(1_000));
        first.stuck = true;
        second.stuck = true;
        stage(world, 6, 2);
        world.turn(5);
        assertThat(first.taken()).isEqualTo(1);
        assertThat(second.taken()).isEqualTo(1);
        assertThat(book(world, "first").heldTokens(StubProvider.MODEL)).isBetween(500L, 1_000L);
        first.stuck = false;
        second.stuck = false;
        world.turn(60);
        assertAllSucceededAndNothingIsHeld(world, 12);
        assertThat(first.most).isLessThanOrEqualTo(1_000);
        assertThat(second.most).isLessThanOrEqualTo(1_000);
        assertThat(first.refused).isEmpty();
    }

    @Test
    void a_spend_cap_moves_a_bundle_that_is_uploaded_already_and_all_after_it() {
        var world = world(UNLIMITED, UNLIMITED);
        first.creations.add(new CreateOutcome.NotNow(new ProviderFailure(429, "insufficient_quota", "pay")));
        stage(world, 1, 2);
        world.turn(4);
        assertThat(first.taken()).isZero();
        assertThat(second.taken()).isEqualTo(1);
        assertThat(book(world, "first").breaker()).isInstanceOf(Breaker.Open.class);
        stage(world, 1, 3);
        run(world);
        assertThat(first.taken())
                .as("its five minutes are over: one is sent to see")
                .isEqualTo(1);
        assertThat(book(world, "first").breaker()).isEqualTo(Breaker.Closed.CLEAN);
    }

    @Test
    void an_account_that_only_asks_for_a_moment_keeps_the_bundle() {
        var world = world(UNLIMITED, UNLIMITED);
        first.creations.add(new CreateOutcome.NotNow(
                new ProviderFailure(429, "rate", "slowly", Optional.of(Duration.ofSeconds(30)))));
        stage(world, 1, 2);
        run(world);
        world.advance(Duration.ofSeconds(30));
        run(world);
        assertThat(first.taken()).isEqualTo(1);
        assertThat(second.calls).isZero();
    }

    @Test
    void a_provider_that_is_down_for_hours_is_asked_now_and_then_and_all_is_done_when_it_is_back() {
        var world = world(limits(5_000), limits(5_000));
        var down = new ProviderFailure(503, "unavailable", "down");
        first.down = Optional.of(down);
        second.down = Optional.of(down);
        stage(world, 40, 10);
        world.turn(300);
        // five to open each, then ever less often, up to every half hour
        assertThat(first.calls).isBetween(5, 20);
        assertThat(second.calls).isBetween(5, 20);
        assertThat(world.jobs.rows()).hasSize(400);
        assertThat(world.ended(Ending.FAILED)).isEmpty();
        first.down = Optional.empty();
        second.down = Optional.empty();
        world.turn(240);
        assertAllSucceededAndNothingIsHeld(world, 400);
        assertThat(first.refused).isEmpty();
    }

    @Test
    void a_queue_that_proves_to_be_full_is_given_less_until_it_fits() {
        var world = world(UNLIMITED);
        first.queue = 3_000;
        stage(world, 10, 8, ",\"deadline\":\"48h\"");
        world.turn(60 * 20);
        assertAllSucceededAndNothingIsHeld(world, 80);
        assertThat(first.refused).hasSizeBetween(1, 12);
        assertThat(first.most).isLessThanOrEqualTo(3_000);
    }

    @Test
    void bundles_sealed_for_a_limit_that_turned_out_lower_are_packed_anew() {
        var world = world(UNLIMITED);
        first.down = Optional.of(new ProviderFailure(503, "unavailable", "down"));
        stage(world, 4, 4);
        run(world);
        assertThat(world.bundles.rows()).hasSize(1);
        var books = new AccountBooks(world.accounts, world.bundles, world.clock);
        var key = new AccountKey(Samples.OPENAI, new AccountId("first"));
        books.change(key, book -> book.doubted(new Need(Samples.bundleId(), StubProvider.MODEL, 15_000, 1, true), now));
        var filler = book(world, "first").held().keySet().iterator().next();
        books.change(key, book -> book.refused(filler, book.hold(filler), now));
        first.down = Optional.empty();
        world.turn(60);
        assertThat(world.bundles.rows().getFirst().state())
                .isInstanceOfSatisfying(
                        BundleState.Failed.class,
                        failed -> assertThat(failed.why()).startsWith("too large"));
        assertThat(first.taken()).isGreaterThan(1);
        assertAllSucceededAndNothingIsHeld(world, 16);
    }

    @Test
    void what_no_queue_can_ever_take_waits_uncalled_and_is_hurried_at_its_deadline() {
        var world = world(limits(200));
        stage(world, 1, 5, ",\"deadline\":\"3h\"");
        world.turn(60);
        assertThat(first.calls).isZero();
        assertThat(world.bundles.rows()).hasSize(5);
        for (int i = 0; i < 180; i++) {
            world.turn(1);
            world.turnRunner(1);
        }
        assertAllSucceededAndNothingIsHeld(world, 5);
        assertThat(first.calls).isZero();
    }

    @Test
    void a_segment_is_small_enough_for_the_queue_from_the_start() {
        var world = world(limits(3_000));
        stage(world, 1, 20);
        assertThat(world.segments.rows()).hasSizeGreaterThan(8);
        world.turn(60);
        assertAllSucceededAndNothingIsHeld(world, 20);
        assertThat(first.refused).isEmpty();
        assertThat(first.most).isBetween(1_500L, 3_000L);
    }

    @Test
    void two_bundlers_at_once_never_take_more_than_there_is() {
        var world = world(limits(1_000));
        first.stuck = true;
        first.duringCreate = () -> {
            first.duringCreate = () -> {};
            run(world);
        };
        stage(world, 6, 2);
        run(world);
        assertThat(first.taken()).isEqualTo(1);
        assertThat(book(world, "first").held()).hasSize(1);
        first.stuck = false;
        world.turn(60);
        assertAllSucceededAndNothingIsHeld(world, 12);
        assertThat(first.most).isLessThanOrEqualTo(1_000);
    }

    @Test
    void without_marks_no_two_create_calls_are_on_their_way_or_in_doubt() {
        first.marked = false;
        var world = world(UNLIMITED);
        var inFlight = new int[2];
        first.duringCreate = () -> {
            inFlight[1] = Math.max(inFlight[1], ++inFlight[0]);
            if (inFlight[0] < 3) {
                run(world);
            }
            inFlight[0]--;
        };
        first.creations.add(new CreateOutcome.InDoubt("no answer"));
        // bundles of their own, all ripe at once
        for (var deadline : List.of("5h", "10h", "20h", "40h")) {
            stage(world, 1, 2, ",\"deadline\":\"" + deadline + "\"");
        }
        run(world);
        assertThat(world.bundles.rows()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(inFlight[1]).isEqualTo(1);
        world.turn(25);
        assertThat(first.created).as("in doubt for half an hour").isEmpty();
        world.turn(60);
        assertThat(inFlight[1]).isEqualTo(1);
        assertAllSucceededAndNothingIsHeld(world, 8);
    }

    @Test
    void without_marks_another_account_takes_what_waits_for_a_doubt() {
        first.marked = false;
        second.marked = false;
        var world = world(UNLIMITED, UNLIMITED);
        first.creations.add(new CreateOutcome.InDoubt("no answer"));
        stage(world, 1, 2);
        run(world);
        stage(world, 1, 3);
        run(world);
        assertThat(first.created).isEmpty();
        assertThat(second.taken()).isEqualTo(1);
    }

    @Test
    void a_call_declared_never_to_have_happened_is_remembered() {
        var world = world(UNLIMITED);
        first.creations.add(new CreateOutcome.InDoubt("no answer"));
        stage(world, 1, 2);
        run(world);
        var intended = now;
        assertThat(book(world, "first").held()).hasSize(1);
        world.turn(60);
        assertThat(book(world, "first").givenUp())
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .extracting(GivenUp::lines, GivenUp::intentAt)
                        .containsExactly(2, intended));
        assertAllSucceededAndNothingIsHeld(world, 2);
    }

    @Test
    void a_refused_bundle_gives_its_room_back() {
        var world = world(UNLIMITED);
        first.creations.add(new CreateOutcome.Refused(new ProviderFailure(400, "bad", "no")));
        stage(world, 1, 2);
        run(world);
        assertThat(world.ended(Ending.FAILED)).hasSize(2);
        assertThat(book(world, "first").held()).isEmpty();
        assertThat(book(world, "first").breaker()).isEqualTo(Breaker.Closed.CLEAN);
    }

    @Test
    void bytes_per_token_are_learned_from_what_is_billed() {
        var world = world(UNLIMITED);
        stage(world, 1, 10);
        world.turn(5);
        // four bytes, seen once
        assertThat(book(world, "first").model(StubProvider.MODEL).bytesPerToken())
                .isBetween(ModelQueue.UNKNOWN.bytesPerToken() + 0.1, 4.0);
    }

    @Test
    void whatever_goes_wrong_nothing_is_held_for_ever_and_no_limit_is_passed() {
        int tried = EveryFault.of(
                () -> {
                    now = Samples.NOW;
                    var w = new World(new StubProvider());
                    w.stage(6);
                    return w;
                },
                w -> {
                    w.turn(60 * 3);
                    assertAllSucceededAndNothingIsHeld(w, 6);
                });
        assertThat(tried).isGreaterThan(80);
    }

    @Test
    void a_lost_release_is_made_up_for_within_the_hour_and_live_holds_are_left() {
        var world = world(UNLIMITED);
        stage(world, 1, 2);
        first.stuck = true;
        world.turn(2);
        var live = world.bundles.rows().getFirst().id();
        var books = new AccountBooks(world.accounts, world.bundles, world.clock);
        var key = new AccountKey(Samples.OPENAI, new AccountId("first"));
        for (var state : List.of(
                new BundleState.Failed("no"),
                new BundleState.Sealed("m"),
                new BundleState.Uploaded("m", new AccountId("first"), "f"),
                new BundleState.Reconcile(
                        "m", new BundleState.Creation(1, new AccountId("second"), "f", now), "why"))) {
            var bundle = Samples.bundle(state, now.plus(Samples.DAY));
            world.bundles.create(bundle);
            books.change(key, book -> book.doubted(new Need(bundle.id(), "m", 3, 1, true), now));
        }
        books.change(key, book -> book.doubted(new Need(Samples.bundleId(), "gone", 3, 1, true), now));
        var doubt = Samples.bundle(
                new BundleState.Reconcile("m", new BundleState.Creation(1, new AccountId("first"), "f", now), "why"),
                now.plus(Samples.DAY));
        world.bundles.create(doubt);
        books.change(key, book -> book.doubted(new Need(doubt.id(), "m", 3, 1, true), now));
        new SweepHolds(providers(world), books, world.bundles, world.batches, world.clock).run();
        assertThat(book(world, "first").held()).as("too soon after the last").hasSize(7);
        world.advance(Duration.ofHours(1));
        new SweepHolds(providers(world), books, world.bundles, world.batches, world.clock).run();
        assertThat(book(world, "first").held()).containsOnlyKeys(live, doubt.id());
    }

    private static Providers providers(World world) {
        return new Providers(List.of(world.provider));
    }

    @Test
    void who_died_before_saying_that_its_create_call_is_accounted_for_holds_nobody_up() {
        first.marked = false;
        var world = world(UNLIMITED);
        stage(world, 1, 2);
        first.stuck = true;
        run(world);
        var books = new AccountBooks(world.accounts, world.bundles, world.clock);
        var key = new AccountKey(Samples.OPENAI, new AccountId("first"));
        var submitted = world.bundles.rows().getFirst();
        books.change(
                key,
                book -> book.released(submitted.id())
                        .doubted(new Need(submitted.id(), StubProvider.MODEL, 3, 1, true), now));
        stage(world, 1, 3);
        run(world);
        assertThat(first.taken()).isEqualTo(2);
        assertThat(book(world, "first").held().values()).noneMatch(Hold::open);
    }

    @Test
    void a_batch_of_an_earlier_create_call_does_not_give_away_the_room_of_the_present_one() {
        var world = world(UNLIMITED);
        first.stuck = true;
        stage(world, 1, 2);
        world.turn(1);
        var batch = world.batches.rows().getFirst();
        var bundle = world.bundles.rows().getFirst();
        var other = new BundleState.Submitted("m", Samples.batchId());
        world.bundles.replace(bundle.with(other, now));
        var books = new AccountBooks(world.accounts, world.bundles, world.clock);
        books.ended(batch, true);
        books.tokenLimit(batch);
        assertThat(book(world, "first").held()).containsOnlyKeys(bundle.id());
    }
}

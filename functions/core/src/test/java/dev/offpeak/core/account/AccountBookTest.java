package dev.offpeak.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.account.AccountBook.Answer;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.core.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a book lets through, and what it remembers. Three bytes are a token here, as long as nothing is learned.
class AccountBookTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:30Z");
    private static final AccountKey KEY = new AccountKey(new ProviderId("p"), new AccountId("main"));
    private static final AccountLimits LIMITS = new AccountLimits(100, 10, Per.MODEL, 5, 1);
    private static final AccountLimits OF_ALL = new AccountLimits(100, 10, Per.ACCOUNT, 5, 1);
    private static final AccountLimits NONE =
            new AccountLimits(AccountLimits.UNKNOWN, AccountLimits.UNKNOWN, Per.MODEL, Integer.MAX_VALUE, 1);
    private static final BundleId ONE = new BundleId("bundle_1");
    private static final BundleId TWO = new BundleId("bundle_2");
    private static final BundleId THREE = new BundleId("bundle_3");

    private final AccountBook empty = AccountBook.empty(KEY);

    private static Need need(BundleId bundle, String model, long tokens, long requests) {
        return new Need(bundle, model, 3 * tokens, requests, true);
    }

    private static Need need(BundleId bundle, long tokens) {
        return need(bundle, "m", tokens, 1);
    }

    private static AccountBook admitted(AccountBook book, AccountLimits limits, Need need) {
        return admitted(book, limits, need, NOW);
    }

    private static AccountBook admitted(AccountBook book, AccountLimits limits, Need need, Instant now) {
        assertThat(book.admit(limits, need, now)).isInstanceOf(Answer.Admitted.class);
        return ((Answer.Admitted) book.admit(limits, need, now)).book();
    }

    private static Answer full(String why) {
        return new Answer.NotNow(NOW.plus(Duration.ofMinutes(2)), why);
    }

    @Test
    void who_is_admitted_holds_what_it_needs() {
        var book = admitted(empty, LIMITS, need(ONE, "m", 40, 7));
        assertThat(book.held()).containsExactly(Map.entry(ONE, new Hold("m", 40, 7, NOW, true)));
        assertThat(book.heldTokens("m")).isEqualTo(40);
        assertThat(book.heldTokens("n")).isZero();
        assertThat(book.creations().within(NOW)).isEqualTo(1);
    }

    @Test
    void asking_again_takes_the_room_once_and_counts_from_now() {
        var later = NOW.plusSeconds(90);
        var book = admitted(admitted(empty, LIMITS, need(ONE, 100)), LIMITS, need(ONE, 100), later);
        assertThat(book.heldTokens("m")).isEqualTo(100);
        assertThat(book.held().get(ONE)).isEqualTo(new Hold("m", 100, 1, later, true));
        assertThat(book.creations().within(later)).isEqualTo(2);
    }

    @Test
    void tokens_of_a_model_fill_the_queue_to_the_last_and_no_further() {
        var book = admitted(empty, LIMITS, need(ONE, 60));
        assertThat(book.admit(LIMITS, need(TWO, 41), NOW)).isEqualTo(full("60 tokens are enqueued"));
        assertThat(admitted(book, LIMITS, need(TWO, 40)).heldTokens("m")).isEqualTo(100);
        assertThat(admitted(book, LIMITS, need(TWO, "n", 100, 1)).held()).hasSize(2);
    }

    @Test
    void a_model_may_have_a_limit_of_its_own() {
        var limits = new AccountLimits(100, 10, Per.MODEL, 5, 1, Map.of("small", 30L));
        assertThat(empty.admit(limits, need(ONE, "small", 31, 1), NOW))
                .isEqualTo(new Answer.TooLarge("about 31 tokens, and its queue takes 30"));
        admitted(empty, limits, need(ONE, "small", 30, 1));
        admitted(empty, limits, need(ONE, "large", 100, 1));
    }

    @Test
    void requests_are_counted_by_model_or_over_all() {
        var book = admitted(empty, LIMITS, need(ONE, "m", 1, 6));
        assertThat(book.admit(LIMITS, need(TWO, "m", 1, 5), NOW)).isEqualTo(full("6 requests are enqueued"));
        admitted(book, LIMITS, need(TWO, "m", 1, 4));
        admitted(book, LIMITS, need(TWO, "n", 1, 10));
        assertThat(book.admit(OF_ALL, need(TWO, "n", 1, 5), NOW)).isEqualTo(full("6 requests are enqueued"));
        admitted(book, OF_ALL, need(TWO, "n", 1, 4));
    }

    @Test
    void what_is_larger_than_the_whole_queue_is_never_admitted() {
        assertThat(empty.admit(LIMITS, need(ONE, 101), NOW))
                .isEqualTo(new Answer.TooLarge("about 101 tokens, and its queue takes 100"));
        assertThat(empty.admit(LIMITS, need(ONE, "m", 1, 11), NOW))
                .isEqualTo(new Answer.TooLarge("11 requests, and its queue takes 10"));
        assertThat(empty.admit(LIMITS, new Need(ONE, "m", 303, 1, false), NOW)).isInstanceOf(Answer.TooLarge.class);
        admitted(empty, LIMITS, need(ONE, "m", 100, 10));
    }

    @Test
    void nobody_is_admitted_while_the_breaker_is_open_and_one_after_that() {
        var failed = empty.failed(new ProviderFailure(402, "no_money", ""), NOW);
        assertThat(failed.admit(LIMITS, need(ONE, 1), NOW))
                .isEqualTo(new Answer.NotNow(NOW.plus(Duration.ofMinutes(5)), "it does not answer: 402 no_money"));
        var later = NOW.plus(Duration.ofMinutes(5));
        var probing = admitted(failed, LIMITS, need(ONE, 1), later);
        assertThat(probing.admit(LIMITS, need(TWO, 1), later))
                .isEqualTo(new Answer.NotNow(later.plus(Breaker.PROBE), "it does not answer: 402 no_money"));
        admitted(probing.succeeded(), LIMITS, need(TWO, 1), later);
    }

    @Test
    void an_account_that_asked_for_patience_is_left_alone_until_then() {
        var slow = new ProviderFailure(429, "slow", "", Optional.of(Duration.ofSeconds(20)));
        assertThat(empty.failed(slow, NOW).admit(LIMITS, need(ONE, 1), NOW))
                .isEqualTo(new Answer.NotNow(NOW.plusSeconds(20), "it asked for patience"));
        admitted(empty.failed(slow, NOW), LIMITS, need(ONE, 1), NOW.plusSeconds(20));
    }

    @Test
    void where_batches_carry_no_mark_one_create_call_is_unaccounted_for() {
        var book = admitted(empty, LIMITS, need(ONE, 1).aloneIf(true));
        assertThat(book.admit(LIMITS, need(TWO, 1).aloneIf(true), NOW)).isEqualTo(new Answer.Busy(ONE));
        admitted(book, LIMITS, need(TWO, 1));
        admitted(book, LIMITS, need(ONE, 1).aloneIf(true));
        admitted(book.accounted(ONE), LIMITS, need(TWO, 1).aloneIf(true));
    }

    @Test
    void so_many_batches_an_hour_and_no_more() {
        var book = empty;
        for (int i = 0; i < 5; i++) {
            book = admitted(book, LIMITS, need(ONE, 1), NOW.plusSeconds(60L * i));
        }
        assertThat(book.admit(LIMITS, need(TWO, 1), NOW.plusSeconds(300)))
                .isEqualTo(new Answer.NotNow(Instant.parse("2026-11-23T13:01:00Z"), "so many batches an hour"));
        admitted(book, LIMITS, need(TWO, 1), Instant.parse("2026-11-23T13:01:00Z"));
    }

    @Test
    void the_row_never_holds_more_than_a_row_can() {
        var held = new HashMap<BundleId, Hold>();
        for (int i = 0; i < AccountBook.MOST_HELD; i++) {
            held.put(new BundleId("bundle_x" + i), new Hold("m", 1, 1, NOW, false));
        }
        var book =
                new AccountBook(KEY, held, Creations.NONE, Breaker.Closed.CLEAN, Map.of(), List.of(), Instant.EPOCH, 1);
        assertThat(book.admit(NONE, need(ONE, 1), NOW)).isEqualTo(full("2000 bundles are enqueued"));
        admitted(book.released(new BundleId("bundle_x7")), NONE, need(ONE, 1));
        admitted(book, NONE, need(new BundleId("bundle_x7"), 1));
    }

    @Test
    void what_is_released_is_free_and_releasing_twice_changes_nothing() {
        var book = admitted(admitted(empty, LIMITS, need(ONE, 60)), LIMITS, need(TWO, 40));
        var left = book.released(ONE);
        assertThat(left.held()).containsOnlyKeys(TWO);
        assertThat(left.released(ONE)).isSameAs(left);
        admitted(left, LIMITS, need(THREE, 60));
    }

    @Test
    void a_hold_that_is_accounted_for_stays_held() {
        var book = admitted(empty, LIMITS, need(ONE, 60)).accounted(ONE);
        assertThat(book.held()).containsExactly(Map.entry(ONE, new Hold("m", 60, 1, NOW, false)));
        assertThat(book.accounted(ONE)).isSameAs(book);
        assertThat(book.accounted(TWO)).isSameAs(book);
    }

    @Test
    void a_create_call_in_doubt_is_held_whatever_the_limits_say() {
        var book = admitted(empty, LIMITS, need(ONE, 100));
        var more = book.doubted(need(TWO, "m", 50, 3), NOW);
        assertThat(more.held().get(TWO)).isEqualTo(new Hold("m", 50, 3, NOW, true));
        assertThat(more.doubted(need(TWO, 50), NOW.plusSeconds(1))).isSameAs(more);
        assertThat(more.accounted(TWO).doubted(need(TWO, "m", 50, 3), NOW)).isEqualTo(more);
    }

    @Test
    void a_queue_that_was_full_is_left_alone_and_then_trusted_with_less() {
        var book = refused(admitted(empty, NONE, need(ONE, 80)), ONE, NOW);
        assertThat(book.held()).isEmpty();
        var until = NOW.plus(Duration.ofMinutes(5));
        assertThat(book.admit(NONE, need(TWO, 1), NOW)).isEqualTo(new Answer.NotNow(until, "its queue was full"));
        admitted(book, NONE, need(TWO, "other", 80, 1));
        assertThat(book.admit(NONE, need(TWO, 41), until))
                .isEqualTo(new Answer.TooLarge("about 41 tokens, and its queue takes 40"));
        var forty = admitted(book, NONE, need(TWO, 40), until);
        assertThat(forty.admit(NONE, need(THREE, 1), until)).isInstanceOf(Answer.NotNow.class);
        admitted(book, NONE, need(TWO, 80), NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void what_was_enqueued_besides_did_fit() {
        var book = admitted(admitted(empty, NONE, need(ONE, 90)), NONE, need(TWO, 20));
        assertThat(refused(book, TWO, NOW).model("m").learned()).contains(new ModelQueue.Learned(90, NOW));
        assertThat(refused(book, ONE, NOW).model("m").learned()).contains(new ModelQueue.Learned(55, NOW));
        assertThat(refused(admitted(empty, NONE, need(ONE, 1)), ONE, NOW)
                        .model("m")
                        .learned())
                .contains(new ModelQueue.Learned(1, NOW));
    }

    @Test
    void a_refusal_counts_once() {
        var book = refused(admitted(empty, NONE, need(ONE, 80)), ONE, NOW);
        assertThat(refused(book, ONE, NOW.plusSeconds(9))).isSameAs(book);
    }

    @Test
    void what_cannot_be_made_smaller_is_tried_against_a_guess_when_nothing_else_is_enqueued() {
        var book = refused(admitted(empty, LIMITS, need(ONE, 80)), ONE, NOW);
        var later = NOW.plus(Duration.ofMinutes(5));
        var whole = new Need(TWO, "m", 3 * 90, 1, false);
        admitted(book, LIMITS, whole, later);
        var small = admitted(book, LIMITS, need(ONE, 1), later);
        assertThat(small.admit(LIMITS, whole, later))
                .isEqualTo(new Answer.NotNow(later.plus(AccountBook.LOOK_AGAIN), "1 tokens are enqueued"));
        assertThat(book.admit(LIMITS, new Need(TWO, "m", 303, 1, false), later)).isInstanceOf(Answer.TooLarge.class);
        admitted(small, LIMITS, new Need(TWO, "m", 3 * 39, 1, false), later);
    }

    @Test
    void a_batch_that_was_taken_ends_the_pause() {
        var book = refused(admitted(empty, NONE, need(ONE, 80)), ONE, NOW);
        admitted(book.accepted("m"), NONE, need(TWO, 40));
        assertThat(book.accepted("other")).isSameAs(book);
    }

    @Test
    void an_estimate_follows_what_was_reported() {
        var book = empty.learn("m", 60_000, 10_000);
        assertThat(book.model("m").tokens(9_000)).isLessThan(3_000);
        assertThat(book.model("n").tokens(9_000)).isEqualTo(3_000);
        assertThat(empty.learn("m", 60, 10)).isSameAs(empty);
    }

    @Test
    void a_bundle_is_packed_a_little_smaller_than_the_queue() {
        assertThat(empty.largest(LIMITS, "m", NOW)).isEqualTo(270);
        assertThat(empty.largest(NONE, "m", NOW)).isEqualTo(Long.MAX_VALUE);
        var book = refused(admitted(empty, NONE, need(ONE, 80)), ONE, NOW);
        assertThat(book.largest(NONE, "m", NOW)).isEqualTo(108);
        assertThat(book.largest(NONE, "m", NOW.plus(Duration.ofDays(1)))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_call_given_up_is_remembered_once_and_for_its_time() {
        var first = new GivenUp(ONE, 3, NOW, NOW.plusSeconds(100));
        var book = empty.gaveUp(first, NOW);
        assertThat(book.gaveUp(new GivenUp(ONE, 3, NOW, NOW.plusSeconds(200)), NOW))
                .isSameAs(book);
        var other = new GivenUp(TWO, 3, NOW, NOW.plusSeconds(200));
        var again = new GivenUp(ONE, 3, NOW.plusSeconds(1), NOW.plusSeconds(200));
        assertThat(book.gaveUp(other, NOW.plusSeconds(99)).givenUp()).containsExactly(first, other);
        assertThat(book.gaveUp(other, NOW.plusSeconds(100)).givenUp()).containsExactly(other);
        assertThat(book.gaveUp(again, NOW).givenUp()).containsExactly(first, again);
    }

    @Test
    void the_oldest_of_too_many_calls_given_up_is_forgotten() {
        var book = empty;
        for (int i = 0; i <= AccountBook.MOST_GIVEN_UP; i++) {
            book = book.gaveUp(new GivenUp(ONE, i, NOW.plusSeconds(i), NOW.plus(Duration.ofDays(2))), NOW);
        }
        assertThat(book.givenUp()).hasSize(AccountBook.MOST_GIVEN_UP);
        assertThat(book.givenUp().getFirst().lines()).isEqualTo(1);
        assertThat(book.givenUp().getLast().lines()).isEqualTo(AccountBook.MOST_GIVEN_UP);
    }

    @Test
    void of_too_many_models_the_newest_are_not_learned() {
        var book = empty;
        for (int i = 0; i <= AccountBook.MOST_MODELS; i++) {
            book = book.learn("m" + i, 60_000, 10_000);
        }
        assertThat(book.models()).hasSize(AccountBook.MOST_MODELS).doesNotContainKey("m" + AccountBook.MOST_MODELS);
        assertThat(book.learn("m0", 60_000, 10_000)).isNotEqualTo(book);
    }

    @Test
    void a_hold_that_was_taken_anew_is_not_released_by_who_saw_the_old_one() {
        var seen = admitted(empty, LIMITS, need(ONE, 60));
        var anew = ((Answer.Admitted) seen.released(ONE).admit(LIMITS, need(ONE, 60), NOW.plusSeconds(1))).book();
        var old = seen.hold(ONE);
        assertThat(anew.released(ONE, old)).isSameAs(anew);
        assertThat(anew.refused(ONE, old, NOW)).isSameAs(anew);
        assertThat(anew.swept(Map.of(ONE, old.orElseThrow()), NOW).held()).containsOnlyKeys(ONE);
        assertThat(anew.released(ONE, anew.accounted(ONE).hold(ONE)).held()).isEmpty();
        assertThat(anew.released(ONE, Optional.empty())).isSameAs(anew);
    }

    private static AccountBook refused(AccountBook book, BundleId bundle, Instant now) {
        return book.refused(bundle, book.hold(bundle), now);
    }

    @Test
    void a_sweep_releases_and_says_when_it_was() {
        var book = admitted(admitted(empty, LIMITS, need(ONE, 60)), LIMITS, need(TWO, 40));
        var swept = book.swept(Map.of(TWO, book.hold(TWO).orElseThrow()), NOW);
        assertThat(swept.held()).containsOnlyKeys(ONE);
        assertThat(swept.sweptAt()).isEqualTo(NOW);
    }

    @Test
    void the_next_version_is_one_more_of_the_same() {
        var book = admitted(empty, LIMITS, need(ONE, 60));
        assertThat(book.version()).isZero();
        assertThat(book.next().version()).isEqualTo(1);
        assertThat(book.next().held()).isEqualTo(book.held());
    }

    @Test
    void long_names_of_models_are_cut_and_meet_again() {
        var name = "n".repeat(10_000);
        var book = admitted(empty, NONE, need(ONE, name, 80, 1));
        assertThat(book.held().values()).allMatch(hold -> hold.model().length() == 64);
        assertThat(refused(book, ONE, NOW).accepted(name).model(Need.name(name)).refusals())
                .isZero();
        assertThat(refused(book, ONE, NOW).largest(NONE, name, NOW)).isEqualTo(108);
        assertThat(empty.learn(name, 60_000, 10_000).models()).containsOnlyKeys("n".repeat(64));
        assertThat(Need.name("n".repeat(64))).hasSize(64);
    }

    @Test
    void an_account_is_named_with_its_provider() {
        assertThat(KEY).hasToString("p/main");
    }
}

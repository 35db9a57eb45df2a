package dev.offpeak.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Seeds;
import dev.offpeak.core.account.AccountBook.Answer;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.core.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What holds of a book whatever happens to an account.
class AccountLawsTest {
    private static final List<String> MODELS = List.of("", "m", "n", "o");
    private static final AccountKey KEY = new AccountKey(new ProviderId("p"), new AccountId("main"));

    /// An account's life, told in random events.
    private static final class Life {
        final Seeds seeds;
        final AccountLimits limits;
        final boolean unmarked;
        AccountBook book = AccountBook.empty(KEY);
        Instant now = Instant.parse("2026-11-23T12:00:00Z");

        Life(Seeds seeds) {
            this.seeds = seeds;
            this.unmarked = seeds.between(0, 1) == 1;
            this.limits = new AccountLimits(
                    seeds.between(50, 5_000),
                    seeds.between(5, 500),
                    seeds.oneOf(List.of(Per.values())),
                    seeds.between(1, 40),
                    1,
                    Map.of("n", (long) seeds.between(10, 500)));
        }

        BundleId bundle() {
            return new BundleId("bundle_" + seeds.between(0, 12));
        }

        Need need() {
            return new Need(
                            bundle(),
                            seeds.oneOf(MODELS),
                            seeds.between(1, 6_000),
                            seeds.between(1, 100),
                            seeds.between(0, 1) == 1)
                    .aloneIf(unmarked);
        }

        void happen() {
            now = now.plusSeconds(seeds.between(0, 400));
            switch (seeds.between(0, 9)) {
                case 0 -> book = book.released(bundle());
                case 1 -> book = book.accounted(bundle());
                case 2 -> {
                    var bundle = bundle();
                    book = book.refused(bundle, book.hold(bundle), now);
                }
                case 3 -> book = book.failed(failure(), now);
                case 4 -> book = book.succeeded();
                case 5 -> book = book.learn(seeds.oneOf(MODELS), seeds.between(0, 90_000), seeds.between(0, 20_000));
                case 6 -> book = book.accepted(seeds.oneOf(MODELS));
                default -> {
                    if (book.admit(limits, need(), now) instanceof Answer.Admitted(var next)) {
                        book = next;
                    }
                }
            }
        }

        private ProviderFailure failure() {
            var wait = Optional.of(Duration.ofSeconds(seeds.between(0, 100)));
            return new ProviderFailure(
                    seeds.oneOf(List.of(0, 400, 401, 429, 500)),
                    "no",
                    "",
                    seeds.between(0, 1) == 1 ? wait : Optional.empty());
        }
    }

    private static void each(java.util.function.Consumer<Life> law) {
        Seeds.each(200, seeds -> {
            var life = new Life(seeds);
            for (int i = 0; i < 150; i++) {
                life.happen();
                law.accept(life);
            }
        });
    }

    @Test
    void enqueued_tokens_never_exceed_the_limit_of_their_model() {
        each(life -> MODELS.forEach(
                model -> assertThat(life.book.heldTokens(model)).isLessThanOrEqualTo(life.limits.tokens(model))));
    }

    @Test
    void enqueued_requests_never_exceed_their_limit() {
        each(life -> {
            var holds = life.book.held().values();
            if (life.limits.requestsPer() == Per.ACCOUNT) {
                assertThat(holds.stream().mapToLong(Hold::requests).sum())
                        .isLessThanOrEqualTo(life.limits.enqueuedRequests());
            }
            MODELS.forEach(model -> assertThat(holds.stream()
                            .filter(hold -> hold.model().equals(model))
                            .mapToLong(Hold::requests)
                            .sum())
                    .isLessThanOrEqualTo(life.limits.enqueuedRequests()));
        });
    }

    @Test
    void an_hour_never_has_more_create_calls_than_allowed() {
        each(life ->
                assertThat(life.book.creations().within(life.now)).isLessThanOrEqualTo(life.limits.batchesPerHour()));
    }

    @Test
    void without_marks_never_two_create_calls_are_unaccounted_for() {
        each(life -> {
            if (life.unmarked) {
                assertThat(life.book.held().values().stream().filter(Hold::open))
                        .hasSizeLessThanOrEqualTo(1);
            }
        });
    }

    @Test
    void whoever_is_told_to_wait_is_told_a_time_that_comes() {
        each(life -> {
            var answer = life.book.admit(life.limits, life.need(), life.now);
            if (answer instanceof Answer.NotNow(var until, var why)) {
                assertThat(until).as(why).isAfter(life.now).isBefore(life.now.plus(Duration.ofMinutes(62)));
            }
        });
    }

    @Test
    void what_was_admitted_is_released_without_a_trace() {
        each(life -> {
            var need = life.need();
            if (life.book.admit(life.limits, need, life.now) instanceof Answer.Admitted(var next)) {
                assertThat(next.released(need.bundle()).held())
                        .isEqualTo(life.book.released(need.bundle()).held());
            }
        });
    }

    @Test
    void what_is_packed_by_the_limit_is_not_too_large() {
        each(life -> MODELS.forEach(model -> {
            long most = life.book.largest(life.limits, model, life.now);
            var need = new Need(new BundleId("bundle_new"), model, most, 1, true);
            if (most > 10) {
                assertThat(life.book.admit(life.limits, need, life.now)).isNotInstanceOf(Answer.TooLarge.class);
            }
        }));
    }
}

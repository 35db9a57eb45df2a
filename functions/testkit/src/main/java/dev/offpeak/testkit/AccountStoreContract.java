package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.account.Breaker;
import dev.offpeak.core.account.Creations;
import dev.offpeak.core.account.GivenUp;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.account.ModelQueue;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [AccountStore] does; tests never meet each other's rows.
public abstract class AccountStoreContract {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    protected abstract AccountStore accounts();

    @Test
    void a_book_reads_back_whole() {
        var full = full(1);

        assertThat(accounts().put(full)).isEqualTo(Write.done());

        assertThat(accounts().find(full.key())).contains(full);
    }

    @Test
    void an_empty_book_and_one_that_waits_read_back() {
        var empty = AccountBook.empty(key());
        var waiting = with(empty, new Breaker.Closed(3, Samples.NOW.plusSeconds(20)), 2);

        assertThat(accounts().put(empty.next())).isEqualTo(Write.done());
        assertThat(accounts().find(empty.key())).contains(empty.next());
        assertThat(accounts().put(waiting)).isEqualTo(Write.done());
        assertThat(accounts().find(empty.key())).contains(waiting);
    }

    @Test
    void a_book_that_nobody_wrote_is_not_found_and_not_replaced() {
        var key = key();

        assertThat(accounts().find(key)).isEmpty();
        assertThat(accounts().put(AccountBook.empty(key).next().next())).isEqualTo(Write.lost());
        assertThat(accounts().find(key)).isEmpty();
    }

    @Test
    void accounts_of_one_name_at_two_providers_are_two() {
        var here = key();
        var there = new AccountKey(new ProviderId("elsewhere"), here.account());

        accounts().put(AccountBook.empty(here).next());

        assertThat(accounts().find(there)).isEmpty();
    }

    @Test
    void a_version_is_written_once_and_the_loser_learns_the_row() {
        var first = AccountBook.empty(key()).next();
        var second = first.swept(Map.of(), Samples.NOW).next();
        accounts().put(first);

        assertThat(accounts().put(first.swept(Map.of(), Samples.NOW))).isEqualTo(Write.lost(first));
        assertThat(accounts().put(second)).isEqualTo(Write.done());
        assertThat(accounts().put(second)).isEqualTo(Write.lost(second));
        assertThat(accounts().find(first.key())).contains(second);
    }

    @Test
    void of_racing_writers_one_wins() throws InterruptedException {
        var first = AccountBook.empty(key()).next();

        assertThat(Race.wins(i -> accounts().put(first).isDone())).isEqualTo(1);
        assertThat(Race.wins(i -> accounts().put(first.next()).isDone())).isEqualTo(1);
    }

    /// Names as long as they get, and as many as there may be.
    @Test
    void a_book_as_large_as_they_get_can_be_written() {
        var largest = full(2_000);

        assertThat(accounts().put(largest)).isEqualTo(Write.done());
        assertThat(accounts().find(largest.key())).contains(largest);
    }

    private static AccountBook full(int holds) {
        var held = new HashMap<BundleId, Hold>();
        for (int i = 0; i < holds; i++) {
            var id = new BundleId("bundle_%024d".formatted(i));
            held.put(id, new Hold("m".repeat(63) + i % 10, 83_333_333, 100_000, Samples.NOW, i % 2 == 0));
        }
        var models = new HashMap<String, ModelQueue>();
        for (int i = 0; i < holds && i < 200; i++) {
            models.put("m".repeat(60) + i, queue());
        }
        models.put("", ModelQueue.UNKNOWN);
        return new AccountBook(
                key(),
                held,
                minutes(),
                new Breaker.Open(Samples.NOW.plusSeconds(60), "503 overloaded", 3, true),
                models,
                java.util.stream.IntStream.range(0, Math.min(holds, 500))
                        .mapToObj(i -> new GivenUp(
                                new BundleId("bundle_%024d".formatted(i)),
                                100_000,
                                Samples.NOW.plusNanos(i),
                                Samples.NOW.plus(Samples.DAY)))
                        .toList(),
                Samples.NOW,
                1);
    }

    private static ModelQueue queue() {
        return new ModelQueue(
                2, Samples.NOW.plusSeconds(600), Optional.of(new ModelQueue.Learned(45_000, Samples.NOW)), 4.125);
    }

    private static Creations minutes() {
        var counts = new HashMap<Instant, Integer>();
        for (int i = 0; i < 61; i++) {
            counts.put(Samples.NOW.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(i)), 1_000 + i);
        }
        return new Creations(counts);
    }

    private static AccountBook with(AccountBook book, Breaker breaker, long version) {
        return new AccountBook(
                book.key(), Map.of(), Creations.NONE, breaker, Map.of(), List.of(), Instant.EPOCH, version);
    }

    private static AccountKey key() {
        return new AccountKey(Samples.OPENAI, new AccountId("account-" + COUNTER.incrementAndGet()));
    }
}

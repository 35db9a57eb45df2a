package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.job.KeyStore.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [KeyStore] does.
public abstract class KeyStoreContract {
    private static final Duration KEPT = Duration.ofDays(1);

    protected abstract KeyStore keys();

    @Test
    void a_fresh_key_stands_for_its_own_claim() {
        var claim = claim("job_1", Samples.NOW);
        assertThat(keys().claim(Samples.tenant(), "k", claim, Samples.NOW.plus(KEPT)))
                .isEqualTo(claim);
    }

    @Test
    void a_taken_key_stands_for_the_first_claim() {
        var tenant = Samples.tenant();
        var first = claim("job_1", Samples.NOW);
        var second = claim("job_2", Samples.NOW.plusSeconds(1));
        keys().claim(tenant, "k", first, Samples.NOW.plus(KEPT));

        assertThat(keys().claim(tenant, "k", second, Samples.NOW.plus(KEPT))).isEqualTo(first);
        assertThat(keys().claim(tenant, "other", second, Samples.NOW.plus(KEPT)))
                .isEqualTo(second);
    }

    @Test
    void tenants_do_not_share_keys() {
        var mine = claim("job_1", Samples.NOW);
        var theirs = claim("job_2", Samples.NOW);
        keys().claim(Samples.tenant(), "k", mine, Samples.NOW.plus(KEPT));

        assertThat(keys().claim(Samples.tenant(), "k", theirs, Samples.NOW.plus(KEPT)))
                .isEqualTo(theirs);
    }

    @Test
    void an_expired_key_is_free_again() {
        var tenant = Samples.tenant();
        var later = claim("job_2", Samples.NOW.plus(KEPT).plusSeconds(1));
        keys().claim(tenant, "k", claim("job_1", Samples.NOW), Samples.NOW.plus(KEPT));

        assertThat(keys().claim(tenant, "k", later, later.acceptedAt().plus(KEPT)))
                .isEqualTo(later);
    }

    @Test
    void a_claim_that_counts_no_longer_is_replaced_and_another_is_not() {
        var tenant = Samples.tenant();
        var first = claim("job_1", Samples.NOW);
        var second = claim("job_2", Samples.NOW.plusSeconds(1));
        var third = claim("job_3", Samples.NOW.plusSeconds(2));
        keys().claim(tenant, "k", first, Samples.NOW.plus(KEPT));

        assertThat(keys().claim(List.of(wish(tenant, "k", second, "job_1")))).containsExactly(second);
        assertThat(keys().claim(List.of(wish(tenant, "k", third, "job_1")))).containsExactly(second);
        assertThat(keys().claim(tenant, "k", third, Samples.NOW.plus(KEPT))).isEqualTo(second);
    }

    @Test
    void many_keys_are_claimed_at_once_and_answered_in_order() {
        var tenant = Samples.tenant();
        var first = claim("job_1", Samples.NOW);
        keys().claim(tenant, "k7", first, Samples.NOW.plus(KEPT));

        var wishes = IntStream.range(0, 40)
                .mapToObj(i -> wish(tenant, "k" + i, claim("job_new_" + i, Samples.NOW), "nobody"))
                .toList();
        var expected = wishes.stream()
                .map(wish -> wish.key().equals("k7") ? first : wish.claim())
                .toList();
        assertThat(keys().claim(wishes)).isEqualTo(expected);
        assertThat(keys().claim(List.of())).isEmpty();
    }

    private static KeyStore.Wish wish(TenantId tenant, String key, KeyStore.Claim claim, String over) {
        return new KeyStore.Wish(tenant, key, claim, claim.acceptedAt().plus(KEPT), Optional.of(over));
    }

    @Test
    void a_key_may_be_any_text() {
        var tenant = Samples.tenant();
        var first = claim("job_1", Samples.NOW);
        for (var key : new String[] {"", " ", "a#b", "ü\u0001\ud83d\ude00", "x".repeat(10_000)}) {
            assertThat(keys().claim(tenant, key, first, Samples.NOW.plus(KEPT))).isEqualTo(first);
        }
    }

    @Test
    void of_racing_claims_one_wins() throws InterruptedException {
        var tenant = Samples.tenant();
        var wins = Race.wins(i -> {
            var claim = claim("job_" + i, Samples.NOW);
            return keys().claim(tenant, "k", claim, Samples.NOW.plus(KEPT)).equals(claim);
        });
        assertThat(wins).isEqualTo(1);
    }

    private static Claim claim(String id, Instant at) {
        return new Claim(id, at, "fingerprint of " + id);
    }
}

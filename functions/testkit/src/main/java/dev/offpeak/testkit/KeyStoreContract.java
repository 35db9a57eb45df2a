package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.job.KeyStore.Claim;
import java.time.Duration;
import java.time.Instant;
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

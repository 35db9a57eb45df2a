package dev.offpeak.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings settings(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
    }

    @Test
    void defaults() {
        var settings = settings(Map.of());
        assertThat(settings.table().jobs()).isEmpty();
        assertThat(settings.table().work()).isEmpty();
        assertThat(settings.table().keys()).isEmpty();
        assertThat(settings.table().ledger()).isEmpty();
        assertThat(settings.queue().jobs()).isEmpty();
        assertThat(settings.queue().express()).isEmpty();
        assertThat(settings.bucket()).isEmpty();
        assertThat(settings.auth()).isEqualTo("keys");
        assertThat(settings.apiKeys()).isEmpty();
        assertThat(settings.defaultTenant()).isEqualTo("default");
        assertThat(settings.idSecret()).isEmpty();
        assertThat(settings.idSecretParameter()).isEmpty();
        assertThat(settings.linger()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.syncTimeout()).isEqualTo(Duration.ofSeconds(100));
        assertThat(settings.openai().url()).isEqualTo(URI.create("https://api.openai.com/v1"));
        assertThat(settings.openai().apiKey()).isEmpty();
        assertThat(settings.openai().keyParameter()).isEmpty();
        assertThat(settings.anthropic().url()).isEqualTo(URI.create("https://api.anthropic.com"));
        assertThat(settings.anthropic().apiKey()).isEmpty();
        assertThat(settings.anthropic().keyParameter()).isEmpty();
    }

    @Test
    void every_setting_has_its_environment_variable() {
        var settings = settings(Map.ofEntries(
                Map.entry("OFFPEAK_TABLE_JOBS", "t-jobs"),
                Map.entry("OFFPEAK_TABLE_WORK", "t-work"),
                Map.entry("OFFPEAK_TABLE_KEYS", "t-keys"),
                Map.entry("OFFPEAK_TABLE_LEDGER", "t-ledger"),
                Map.entry("OFFPEAK_QUEUE_JOBS", "q-jobs"),
                Map.entry("OFFPEAK_QUEUE_EXPRESS", "q-express"),
                Map.entry("OFFPEAK_BUCKET", "b"),
                Map.entry("OFFPEAK_AUTH", "none"),
                Map.entry("OFFPEAK_API_KEYS", "acme:00"),
                Map.entry("OFFPEAK_DEFAULT_TENANT", "me"),
                Map.entry("OFFPEAK_ID_SECRET", "s"),
                Map.entry("OFFPEAK_ID_SECRET_PARAMETER", "/s"),
                Map.entry("OFFPEAK_LINGER", "PT1S"),
                Map.entry("OFFPEAK_POLL_INTERVAL", "PT2S"),
                Map.entry("OFFPEAK_SYNC_TIMEOUT", "PT3S"),
                Map.entry("OFFPEAK_TIME_SINCE", "2026-11-25T06:00:00Z"),
                Map.entry("OFFPEAK_TIME_SPEED", "10"),
                Map.entry("OFFPEAK_OPENAI_URL", "http://o"),
                Map.entry("OFFPEAK_OPENAI_API_KEY", "ok"),
                Map.entry("OFFPEAK_OPENAI_KEY_PARAMETER", "/o"),
                Map.entry("OFFPEAK_ANTHROPIC_URL", "http://a"),
                Map.entry("OFFPEAK_ANTHROPIC_API_KEY", "ak"),
                Map.entry("OFFPEAK_ANTHROPIC_KEY_PARAMETER", "/a")));
        assertThat(settings.table().jobs()).contains("t-jobs");
        assertThat(settings.table().work()).contains("t-work");
        assertThat(settings.table().keys()).contains("t-keys");
        assertThat(settings.table().ledger()).contains("t-ledger");
        assertThat(settings.queue().jobs()).contains("q-jobs");
        assertThat(settings.queue().express()).contains("q-express");
        assertThat(settings.bucket()).contains("b");
        assertThat(settings.auth()).isEqualTo("none");
        assertThat(settings.apiKeys()).contains("acme:00");
        assertThat(settings.defaultTenant()).isEqualTo("me");
        assertThat(settings.idSecret()).contains("s");
        assertThat(settings.idSecretParameter()).contains("/s");
        assertThat(settings.linger()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.syncTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.time().since()).contains(Instant.parse("2026-11-25T06:00:00Z"));
        assertThat(settings.time().speed()).isEqualTo(10);
        assertThat(settings.openai().url()).isEqualTo(URI.create("http://o"));
        assertThat(settings.openai().apiKey()).contains("ok");
        assertThat(settings.openai().keyParameter()).contains("/o");
        assertThat(settings.anthropic().url()).isEqualTo(URI.create("http://a"));
        assertThat(settings.anthropic().apiKey()).contains("ak");
        assertThat(settings.anthropic().keyParameter()).contains("/a");
    }

    @Test
    void time_runs_as_it_does_unless_a_stack_is_in_a_hurry() {
        var since = Instant.parse("2026-11-25T06:00:00Z");
        var clock = new HurriedClock(InstantSource.fixed(since.plusSeconds(6)), since, 10);
        assertThat(clock.instant()).isEqualTo(since.plusSeconds(60));
        assertThat(settings(Map.of()).time().speed()).isEqualTo(1);
        var hurried = settings(Map.of("OFFPEAK_TIME_SPEED", "10"));
        assertThatThrownBy(() -> new Wiring().clock(hurried)).hasMessageStartingWith("OFFPEAK_TIME_SINCE is not set");
    }

    @Test
    void the_providers_own_variables_are_read_where_ours_are_not_set() {
        var own = settings(Map.of("OPENAI_API_KEY", "sk-o", "ANTHROPIC_API_KEY", "sk-a"));
        assertThat(own.openai().apiKey()).contains("sk-o");
        assertThat(own.anthropic().apiKey()).contains("sk-a");
        var both = settings(Map.of("OPENAI_API_KEY", "sk-o", "OFFPEAK_OPENAI_API_KEY", "sk-mine"));
        assertThat(both.openai().apiKey()).contains("sk-mine");
    }

    @Test
    void what_is_set_to_nothing_is_not_set() {
        var settings = settings(Map.of("OFFPEAK_API_KEYS", "", "OPENAI_API_KEY", "", "OFFPEAK_ID_SECRET", ""));
        assertThat(settings.apiKeys()).isEmpty();
        assertThat(settings.openai().apiKey()).isEmpty();
        assertThat(settings.idSecret()).isEmpty();
    }

    @Test
    void a_duration_that_is_none_is_named() {
        assertThatThrownBy(() -> settings(Map.of("OFFPEAK_LINGER", "soon")).linger())
                .hasMessageContaining("linger");
    }

    @Test
    void a_missing_setting_is_named_when_it_is_needed() {
        assertThat(Wiring.needed("OFFPEAK_BUCKET", Optional.of("b"))).isEqualTo("b");
        assertThatThrownBy(() -> Wiring.needed("OFFPEAK_BUCKET", Optional.empty()))
                .hasMessage("OFFPEAK_BUCKET is not set, and this function needs it");
    }

    @Test
    void a_secret_is_the_value_or_else_its_parameter_and_named_when_it_is_neither() {
        var secrets = new Secrets(() -> {
            throw new AssertionError("nothing is read before it is needed");
        });
        assertThat(secrets.of("X", Optional.of("v"), Optional.of("/p")).get()).isEqualTo("v");
        var unread = secrets.of("X", Optional.empty(), Optional.of("/p"));
        assertThatThrownBy(unread::get).hasMessage("nothing is read before it is needed");
        assertThatThrownBy(secrets.of("X", Optional.empty(), Optional.empty())::get)
                .hasMessage("X is not set, and neither is its SSM parameter");
    }

    @Test
    void the_id_secret_may_end_with_a_line_break_and_a_bad_one_is_not_quoted() {
        var secrets = new Secrets(() -> {
            throw new AssertionError();
        });
        var good = settings(Map.of("OFFPEAK_ID_SECRET", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n"));
        assertThat(new Wiring().signer(good, secrets).sign(new byte[0])).hasSize(32);
        for (var bad : new String[] {"canary!", "c2hvcnQ="}) {
            assertThatThrownBy(() -> new Wiring().signer(settings(Map.of("OFFPEAK_ID_SECRET", bad)), secrets))
                    .hasMessageStartingWith("OFFPEAK_ID_SECRET is not")
                    .hasMessageNotContaining(bad);
        }
    }
}

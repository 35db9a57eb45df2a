package dev.offpeak.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.anthropic.AnthropicSettings;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.openai.OpenAiSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
        assertThat(settings.streamTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.openai().url()).isEqualTo(URI.create("https://api.openai.com/v1"));
        assertThat(settings.openai().apiKey()).isEmpty();
        assertThat(settings.openai().keyParameter()).isEmpty();
        for (Settings.Limits limits : new Settings.Limits[] {settings.openai(), settings.anthropic()}) {
            assertThat(limits.enqueuedTokens()).isEmpty();
            assertThat(limits.enqueuedRequests()).isEmpty();
            assertThat(limits.batchesPerHour()).isEmpty();
            assertThat(limits.callsPerMinute()).isEmpty();
            assertThat(limits.tokenLimits()).isEmpty();
        }
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
                Map.entry("OFFPEAK_STREAM_TIMEOUT", "PT4S"),
                Map.entry("OFFPEAK_TIME_SINCE", "2026-11-25T06:00:00Z"),
                Map.entry("OFFPEAK_TIME_SPEED", "10"),
                Map.entry("OFFPEAK_OPENAI_URL", "http://o"),
                Map.entry("OFFPEAK_OPENAI_API_KEY", "ok"),
                Map.entry("OFFPEAK_OPENAI_KEY_PARAMETER", "/o"),
                Map.entry("OFFPEAK_OPENAI_ENQUEUED_TOKENS", "11"),
                Map.entry("OFFPEAK_OPENAI_ENQUEUED_REQUESTS", "12"),
                Map.entry("OFFPEAK_OPENAI_BATCHES_PER_HOUR", "13"),
                Map.entry("OFFPEAK_OPENAI_CALLS_PER_MINUTE", "14"),
                Map.entry("OFFPEAK_OPENAI_TOKEN_LIMITS", "gpt-5.6=15, ft:a=b=16"),
                Map.entry("OFFPEAK_ANTHROPIC_ENQUEUED_TOKENS", "21"),
                Map.entry("OFFPEAK_ANTHROPIC_ENQUEUED_REQUESTS", "22"),
                Map.entry("OFFPEAK_ANTHROPIC_BATCHES_PER_HOUR", "23"),
                Map.entry("OFFPEAK_ANTHROPIC_CALLS_PER_MINUTE", "24"),
                Map.entry("OFFPEAK_ANTHROPIC_TOKEN_LIMITS", "claude=25"),
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
        assertThat(settings.streamTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.time().since()).contains(Instant.parse("2026-11-25T06:00:00Z"));
        assertThat(settings.time().speed()).isEqualTo(10);
        assertThat(settings.openai().url()).isEqualTo(URI.create("http://o"));
        assertThat(settings.openai().apiKey()).contains("ok");
        assertThat(settings.openai().keyParameter()).contains("/o");
        assertThat(Accounts.limits(OpenAiSettings.LIMITS, settings.openai()))
                .isEqualTo(new AccountLimits(11, 12, Per.MODEL, 13, 14, Map.of("gpt-5.6", 15L, "ft:a=b", 16L)));
        assertThat(Accounts.limits(AnthropicSettings.LIMITS, settings.anthropic()))
                .isEqualTo(new AccountLimits(21, 22, Per.ACCOUNT, 23, 24, Map.of("claude", 25L)));
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
    void limits_are_the_providers_usual_ones_unless_set() {
        var settings = settings(Map.of("OFFPEAK_OPENAI_ENQUEUED_TOKENS", "", "OFFPEAK_OPENAI_TOKEN_LIMITS", ""));
        assertThat(Accounts.limits(OpenAiSettings.LIMITS, settings.openai())).isEqualTo(OpenAiSettings.LIMITS);
        assertThat(Accounts.limits(AnthropicSettings.LIMITS, settings.anthropic()))
                .isEqualTo(AnthropicSettings.LIMITS);
        var wrong = settings(Map.of("OFFPEAK_OPENAI_TOKEN_LIMITS", "gpt=1,much"));
        assertThatThrownBy(() -> Accounts.limits(OpenAiSettings.LIMITS, wrong.openai()))
                .hasMessage("\"much\" is no limit such as model=2000000");
    }

    @Test
    void one_key_is_the_account_of_its_provider_and_several_are_several() {
        assertThat(ids(Map.of("OPENAI_API_KEY", "sk-1"))).containsExactly("openai=sk-1");
        assertThat(ids(Map.of("OPENAI_API_KEY", "sk-1, sk-2,,big=sk-3,sk-4")))
                .containsExactly("openai=sk-1", "openai-2=sk-2", "big=sk-3", "openai-4=sk-4");
        assertThat(ids(Map.of("OPENAI_API_KEY", "SK_1=="))).containsExactly("openai=SK_1==");
    }

    @Test
    void keys_go_before_parameters_and_parameters_are_read_one_by_one() {
        var both = Map.of("OPENAI_API_KEY", "sk-1", "OFFPEAK_OPENAI_KEY_PARAMETER", "/a,/b");
        assertThat(ids(both)).containsExactly("openai=sk-1");
        assertThat(ids(Map.of("OFFPEAK_OPENAI_KEY_PARAMETER", "/a,spare=/b")))
                .containsExactly("openai=(reads SSM)", "spare=(reads SSM)");
    }

    @Test
    void without_a_key_there_is_an_account_that_says_so_when_it_is_used() {
        assertThat(ids(Map.of())).containsExactly("openai=OPENAI_API_KEY is not set, and neither is its SSM parameter");
    }

    @Test
    void every_account_gets_the_limits_and_a_name_given_twice_is_refused() {
        var secrets = new Secrets(() -> {
            throw new AssertionError();
        });
        var wired = new Wiring()
                .providers(
                        settings(Map.of(
                                "OPENAI_API_KEY", "a,b",
                                "ANTHROPIC_API_KEY", "c",
                                "OFFPEAK_OPENAI_ENQUEUED_TOKENS", "90000")),
                        secrets)
                .get(new ProviderId("openai"));
        assertThat(wired.accounts())
                .extracting(account -> account.id() + " " + account.limits().enqueuedTokens())
                .containsExactly("openai 90000", "openai-2 90000");
        assertThatThrownBy(() -> new Wiring().providers(settings(Map.of("OPENAI_API_KEY", "x=a,x=b")), secrets))
                .hasMessageContaining("account x twice");
    }

    private static List<String> ids(Map<String, String> environment) {
        var own = settings(environment).openai();
        var secrets = new Secrets(() -> {
            throw new IllegalStateException("(reads SSM)");
        });
        return new Accounts("openai", "OPENAI_API_KEY", secrets)
                .of(own.apiKey(), own.keyParameter()).stream()
                        .map(account -> account.id() + "=" + value(account))
                        .toList();
    }

    private static String value(Accounts.Keyed account) {
        try {
            return account.key().get();
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
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

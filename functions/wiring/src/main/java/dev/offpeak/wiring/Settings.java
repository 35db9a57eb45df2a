package dev.offpeak.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Everything that can be set, as environment variables: `offpeak.table.jobs` is `OFFPEAK_TABLE_JOBS`.
///
/// What a function does not use need not be set; what it needs and lacks, it names when it is first needed.
@ConfigMapping(prefix = "offpeak")
public interface Settings {
    Table table();

    Queue queue();

    /// The S3 bucket for uploads, segments, manifests, results and large answers.
    Optional<String> bucket();

    /// How the gateway tells tenants apart: `keys`, `authorizer`, or `none` for a stack of one's own.
    @WithDefault("keys")
    String auth();

    /// `tenant:sha256hex` pairs parted by commas, for `auth=keys`.
    Optional<String> apiKeys();

    /// Whose jobs are those dropped on the queue, and everybody's under `auth=none`.
    @WithDefault("default")
    String defaultTenant();

    /// The secret behind job ids and message seals: at least 32 bytes in base 64, or the SSM parameter that holds it.
    Optional<String> idSecret();

    Optional<String> idSecretParameter();

    /// How long an open segment waits for company before its bundle is closed.
    @WithDefault("PT15M")
    Duration linger();

    /// How often a young batch is looked at.
    @WithDefault("PT1M")
    Duration pollInterval();

    /// The longest a provider takes to begin its answer to a caller who waits; to end it where that is then stored.
    @WithDefault("PT100S")
    Duration syncTimeout();

    /// The longest such an answer takes to its last byte where it is passed on.
    @WithDefault("PT10M")
    Duration streamTimeout();

    Openai openai();

    Anthropic anthropic();

    Time time();

    /// How fast time passes; for a local stack that has no half hour to wait.
    interface Time {
        /// When our time and real time were the same; needed where the speed is not 1.
        Optional<Instant> since();

        /// Our seconds in one real second.
        @WithDefault("1")
        double speed();
    }

    /// DynamoDB table names.
    interface Table {
        Optional<String> jobs();

        Optional<String> work();

        Optional<String> keys();

        Optional<String> ledger();
    }

    /// SQS queue URLs.
    interface Queue {
        Optional<String> jobs();

        Optional<String> express();
    }

    /// What a provider allows each of our accounts, where it is not what [dev.offpeak.core.provider.AccountLimits] of
    /// that provider says.
    interface Limits {
        Optional<Long> enqueuedTokens();

        Optional<Long> enqueuedRequests();

        Optional<Integer> batchesPerHour();

        Optional<Integer> callsPerMinute();

        /// `model=tokens` pairs parted by commas, in place of [#enqueuedTokens].
        Optional<String> tokenLimits();
    }

    interface Openai extends Limits {
        @WithDefault("https://api.openai.com/v1")
        URI url();

        /// The key itself, for a stack of one's own, or the SSM parameter that holds it. Several are parted by commas,
        /// each an account, `name=` before it where it shall have a name of its own.
        @WithName("api-key")
        @WithDefault("${OPENAI_API_KEY:}")
        Optional<String> apiKey();

        Optional<String> keyParameter();
    }

    interface Anthropic extends Limits {
        @WithDefault("https://api.anthropic.com")
        URI url();

        @WithName("api-key")
        @WithDefault("${ANTHROPIC_API_KEY:}")
        Optional<String> apiKey();

        Optional<String> keyParameter();
    }
}

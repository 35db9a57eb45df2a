package dev.offpeak.wiring;

import dev.offpeak.anthropic.Anthropic;
import dev.offpeak.anthropic.AnthropicBatchSurface;
import dev.offpeak.anthropic.AnthropicSettings;
import dev.offpeak.aws.DirectLedger;
import dev.offpeak.aws.DynamoAccountStore;
import dev.offpeak.aws.DynamoBatchStore;
import dev.offpeak.aws.DynamoBundleStore;
import dev.offpeak.aws.DynamoCallerBatchStore;
import dev.offpeak.aws.DynamoCallerFileStore;
import dev.offpeak.aws.DynamoJobStore;
import dev.offpeak.aws.DynamoKeyStore;
import dev.offpeak.aws.DynamoSegmentStore;
import dev.offpeak.aws.HmacSigner;
import dev.offpeak.aws.S3ObjectStore;
import dev.offpeak.aws.Tables;
import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.Signer;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.surface.BatchSurfaces;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.openai.OpenAi;
import dev.offpeak.openai.OpenAiBatchSurface;
import dev.offpeak.openai.OpenAiSettings;
import dev.offpeak.wire.http.Http;
import dev.offpeak.wire.http.Timeouts;
import dev.offpeak.wire.job.JobReader;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Makes the parts both deployables share. The only place that knows which adapter stands behind a port.
public class Wiring {
    /// Inside of what the functions' own time limits leave: no call outlives its handler.
    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(110), Duration.ofMinutes(4));

    @Produces
    @Singleton
    InstantSource clock(Settings settings) {
        // what is shown and stored has milliseconds; finer instants would not survive the stores
        var real = Clock.tickMillis(ZoneOffset.UTC);
        return settings.time().speed() == 1 ? real : HurriedClock.of(real, settings.time());
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    JobReader reader() {
        return new JobReader();
    }

    @Produces
    @Singleton
    Secrets secrets(Instance<SsmClient> ssm) {
        return new Secrets(ssm::get);
    }

    @Produces
    @Singleton
    Signer signer(Settings settings, Secrets secrets) {
        var secret = secrets.of("OFFPEAK_ID_SECRET", settings.idSecret(), settings.idSecretParameter());
        try {
            // a parameter that was written from a file ends with a line break
            return new HmacSigner(Base64.getDecoder().decode(secret.get().strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("OFFPEAK_ID_SECRET is not at least 32 bytes in base 64", e);
        }
    }

    @Produces
    @Singleton
    JobIds jobIds(Signer signer) {
        return new JobIds(signer);
    }

    @Produces
    @Singleton
    CallerIds callerIds(Signer signer) {
        return new CallerIds(signer);
    }

    @Produces
    @Singleton
    Seal seal(Signer signer) {
        return new Seal(signer);
    }

    @Produces
    @Singleton
    TenantId defaultTenant(Settings settings) {
        return new TenantId(settings.defaultTenant());
    }

    @Produces
    @Singleton
    Tables tables(Settings settings) {
        // a function without a table has no use for it: the name only shows up in an error
        return new Tables(
                settings.table().jobs().orElse("OFFPEAK_TABLE_JOBS-is-not-set"),
                settings.table().work().orElse("OFFPEAK_TABLE_WORK-is-not-set"),
                settings.table().ledger().orElse("OFFPEAK_TABLE_LEDGER-is-not-set"),
                settings.table().keys().orElse("OFFPEAK_TABLE_KEYS-is-not-set"));
    }

    @Produces
    @Singleton
    JobStore jobs(DynamoDbClient dynamo, Tables tables) {
        return new DynamoJobStore(dynamo, tables);
    }

    @Produces
    @Singleton
    SegmentStore segments(DynamoDbClient dynamo, Tables tables, InstantSource clock) {
        return new DynamoSegmentStore(dynamo, tables, clock);
    }

    @Produces
    @Singleton
    BundleStore bundles(DynamoDbClient dynamo, Tables tables) {
        return new DynamoBundleStore(dynamo, tables);
    }

    @Produces
    @Singleton
    BatchStore batches(DynamoDbClient dynamo, Tables tables) {
        return new DynamoBatchStore(dynamo, tables);
    }

    @Produces
    @Singleton
    AccountStore accounts(DynamoDbClient dynamo, Tables tables) {
        return new DynamoAccountStore(dynamo, tables);
    }

    @Produces
    @Singleton
    KeyStore keys(DynamoDbClient dynamo, Tables tables) {
        return new DynamoKeyStore(dynamo, tables);
    }

    @Produces
    @Singleton
    Ledger ledger(DynamoDbClient dynamo, Tables tables) {
        return new DirectLedger(dynamo, tables, new Http(Duration.ofSeconds(1)), InstantSource.system());
    }

    @Produces
    @Singleton
    CallerBatchStore callerBatches(DynamoDbClient dynamo, Tables tables) {
        return new DynamoCallerBatchStore(dynamo, tables);
    }

    @Produces
    @Singleton
    CallerFileStore callerFiles(DynamoDbClient dynamo, Tables tables) {
        return new DynamoCallerFileStore(dynamo, tables);
    }

    @Produces
    @Singleton
    ObjectStore objects(S3Client s3, Settings settings) {
        return new S3ObjectStore(s3, needed("OFFPEAK_BUCKET", settings.bucket()));
    }

    @Produces
    @Singleton
    Providers providers(Settings settings, Secrets secrets) {
        return new Providers(List.of(openAi(settings, secrets), anthropic(settings, secrets)));
    }

    @Produces
    @Singleton
    BatchSurfaces batchSurfaces() {
        return new BatchSurfaces(List.of(new OpenAiBatchSurface(), new AnthropicBatchSurface()));
    }

    @Produces
    @Singleton
    Admission admission(Providers providers) {
        return new Admission(id -> providers.find(id).map(Provider::dialect), RoutingPolicy.DEFAULT);
    }

    /// @throws IllegalStateException when a setting this function needs is missing
    public static String needed(String name, Optional<String> value) {
        return value.orElseThrow(() -> new IllegalStateException(name + " is not set, and this function needs it"));
    }

    private static Provider openAi(Settings settings, Secrets secrets) {
        var own = settings.openai();
        var limits = Accounts.limits(OpenAiSettings.LIMITS, own);
        return OpenAi.provider(new Accounts("openai", "OPENAI_API_KEY", secrets)
                .of(own.apiKey(), own.keyParameter()).stream()
                        .map(account -> new OpenAiSettings(own.url(), account.key(), TIMEOUTS, account.id(), limits))
                        .toList());
    }

    private static Provider anthropic(Settings settings, Secrets secrets) {
        var own = settings.anthropic();
        var limits = Accounts.limits(AnthropicSettings.LIMITS, own);
        return Anthropic.provider(new Accounts("anthropic", "ANTHROPIC_API_KEY", secrets)
                .of(own.apiKey(), own.keyParameter()).stream()
                        .map(account -> new AnthropicSettings(own.url(), account.key(), TIMEOUTS, account.id(), limits))
                        .toList());
    }
}

package dev.offpeak.aws;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.wire.http.Call;
import dev.offpeak.wire.http.Http;
import dev.offpeak.wire.http.Outcome;
import dev.offpeak.wire.http.Payload;
import dev.offpeak.wire.text.ByteText;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

/// The ledger for calls that somebody waits for. It enters a line by a request of its own, because the SDK's client
/// takes longer over it than all the rest of such a call (ADR 14). Whatever is not taken goes the SDK's way, with its
/// patience and its repetitions.
public final class DirectLedger implements Ledger {
    /// Lambda leaves five seconds after an answer's own time.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final String OPERATION = "DynamoDB_20120810.UpdateItem";

    private final DynamoDbClient dynamo;
    private final Tables tables;
    private final Ledger behind;
    private final Http http;
    private final InstantSource clock;

    @Nullable
    private volatile Place place;

    /// Where lines go, and as whom.
    private record Place(URI uri, SigV4 signer, Supplier<? extends AwsCredentialsIdentity> who) {}

    /// @param clock of the real world, whatever time the rest believes in: AWS refuses signatures that are minutes old
    public DirectLedger(DynamoDbClient dynamo, Tables tables, Http http, InstantSource clock) {
        this.dynamo = dynamo;
        this.http = http;
        this.clock = clock;
        this.tables = tables;
        behind = new DynamoLedger(dynamo, tables);
    }

    @Override
    public void add(LedgerLine line) {
        switch (sent(LedgerItems.request(tables.ledger(), line))) {
            case Outcome.Answered answered when answered.succeeded() -> {
                // it is in
            }
            case Outcome.Answered answered when wasRefused(answered.status()) -> behind.add(line);
            case Outcome.NotSent notSent -> behind.add(line);
            // once more could be twice
            case Outcome.Answered answered ->
                throw new IllegalStateException(
                        "DynamoDB answered " + answered.status() + "; it may be entered or not");
            case Outcome.InDoubt(var why) ->
                throw new IllegalStateException("DynamoDB's answer was lost, it may be entered or not: " + why);
        }
    }

    /// A 500 may come after the deed (docs.aws.amazon.com/amazondynamodb, error handling, 2026-11).
    private static boolean wasRefused(int status) {
        return status < 500 || status == 503;
    }

    private Outcome sent(ByteText body) {
        Call call;
        try {
            call = call(body);
        } catch (RuntimeException e) {
            // where to and as whom, the SDK finds out in many ways, each with failures of its own
            return new Outcome.NotSent("not signed: " + e.getClass().getSimpleName());
        }
        return http.send(call);
    }

    private Call call(ByteText body) {
        var to = place();
        var call = Call.post(to.uri(), Payload.of(body.array(), 0, body.length()), PATIENCE);
        return call.with(to.signer().sign(to.who().get(), call.host(), body, clock.instant()));
    }

    /// Asked for only once it is needed: finding an endpoint takes the SDK a while.
    private Place place() {
        var known = place;
        if (known == null) {
            known = place(dynamo.serviceClientConfiguration());
            place = known;
        }
        return known;
    }

    private static Place place(DynamoDbServiceClientConfiguration client) {
        var region = client.region().id();
        var uri = client.endpointOverride().orElseGet(() -> endpoint(client)).resolve("/");
        return new Place(
                uri, new SigV4(region, "dynamodb", CONTENT_TYPE, OPERATION), identities(client.credentialsProvider()));
    }

    private static Supplier<? extends AwsCredentialsIdentity> identities(
            IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        return provider instanceof AwsCredentialsProvider known
                // without a future of it
                ? known::resolveCredentials
                : () -> provider.resolveIdentity().join();
    }

    private static URI endpoint(DynamoDbServiceClientConfiguration client) {
        return DynamoDbEndpointProvider.defaultProvider()
                .resolveEndpoint(wanted -> wanted.region(client.region())
                        .useFips(isOn(SdkSystemSetting.AWS_USE_FIPS_ENDPOINT))
                        .useDualStack(isOn(SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT)))
                .join()
                .url();
    }

    private static boolean isOn(SdkSystemSetting setting) {
        return setting.getBooleanValue().orElse(false);
    }

    @Override
    public List<LedgerLine> read(TenantId tenant, LocalDate from, LocalDate to) {
        return behind.read(tenant, from, to);
    }
}

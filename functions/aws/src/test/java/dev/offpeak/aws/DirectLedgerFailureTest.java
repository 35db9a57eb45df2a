package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.http.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the ledger does when DynamoDB does not plainly take a line.
final class DirectLedgerFailureTest {
    @Test
    void what_dynamo_refuses_goes_the_sdks_way() throws IOException {
        for (int status : List.of(400, 403, 413, 503)) {
            try (var dynamo = new Failing(status)) {
                dynamo.ledger().add(Samples.line(Samples.tenant()));
                assertThat(dynamo.bySdk).as("status %d", status).hasValue(1);
            }
        }
    }

    @Test
    void what_may_have_been_entered_is_not_entered_again() throws IOException {
        for (int status : List.of(500, 502, 0)) {
            try (var dynamo = new Failing(status)) {
                var ledger = dynamo.ledger();
                assertThatThrownBy(() -> ledger.add(Samples.line(Samples.tenant())))
                        .hasMessageContaining("may be entered or not");
                assertThat(dynamo.bySdk).as("status %d", status).hasValue(0);
            }
        }
    }

    @Test
    void no_error_tells_of_keys_or_lines() throws IOException {
        try (var dynamo = new Failing(500)) {
            var ledger = dynamo.ledger();
            assertThatThrownBy(() -> ledger.add(Samples.line(Samples.tenant())))
                    .hasMessageNotContainingAny("nothing", "AWS4", "Signature");
            assertThat(dynamo.authorization.get()).startsWith("AWS4-HMAC-SHA256 Credential=nobody/");
        }
    }

    @Test
    void what_cannot_be_signed_goes_the_sdks_way() throws IOException {
        try (var dynamo = new Failing(200)) {
            var unsigned = new DirectLedger(
                    dynamo.withoutKeys(),
                    new Tables("jobs", "work", "ledger", "keys"),
                    new Http(Duration.ofSeconds(2)),
                    InstantSource.system());
            // nor can the SDK sign it, and says so itself
            assertThatThrownBy(() -> unsigned.add(Samples.line(Samples.tenant())))
                    .isInstanceOf(SdkException.class);
        }
    }

    /// Fails what does not come from the SDK, and says yes to what does.
    private static final class Failing implements AutoCloseable {
        private final AtomicInteger bySdk = new AtomicInteger();
        private final AtomicReference<String> authorization = new AtomicReference<>("");
        private final int status;
        private final HttpServer server;
        private final DynamoDbClient dynamo;

        /// @param status 0 hangs up
        Failing(int status) throws IOException {
            this.status = status;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
            dynamo = client(StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")));
        }

        private DynamoDbClient client(AwsCredentialsProvider keys) {
            return DynamoDbClient.builder()
                    .endpointOverride(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .region(Region.US_EAST_1)
                    .credentialsProvider(keys)
                    .httpClient(ApacheHttpClient.builder().build())
                    .build();
        }

        DynamoDbClient withoutKeys() {
            return client(() -> {
                throw SdkClientException.create("no keys");
            });
        }

        Ledger ledger() {
            return new DirectLedger(
                    dynamo,
                    new Tables("jobs", "work", "ledger", "keys"),
                    new Http(Duration.ofSeconds(2)),
                    InstantSource.system());
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                if (exchange.getRequestHeaders().containsKey("amz-sdk-invocation-id")) {
                    bySdk.incrementAndGet();
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write("{}".getBytes(US_ASCII));
                } else {
                    authorization.set(exchange.getRequestHeaders().getFirst("authorization"));
                    if (status > 0) {
                        exchange.sendResponseHeaders(status, -1);
                    }
                }
            }
        }

        @Override
        public void close() {
            dynamo.close();
            server.stop(0);
        }
    }
}

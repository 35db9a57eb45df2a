package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.testkit.LedgerContract;
import dev.offpeak.testkit.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(OnEmulators.class)
final class DirectLedgerTest extends LedgerContract {
    private final Tables tables = Emulators.tables();
    private final Ledger ledger = new DirectLedger(Emulators.dynamo(), tables);

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Test
    void it_adds_to_the_lines_that_the_sdk_adds_to() {
        var line = Samples.line(Samples.tenant());
        ledger.add(line);
        new DynamoLedger(Emulators.dynamo(), tables).add(line);
        ledger.add(new LedgerLine(line.account(), LedgerLine.Amounts.of(LedgerLine.Unused.ONE_IN_DOUBT)));
        var day = line.account().day();
        assertThat(ledger.read(line.account().tenant(), day, day))
                .containsExactly(line.plus(line)
                        .plus(new LedgerLine(line.account(), LedgerLine.Amounts.of(LedgerLine.Unused.ONE_IN_DOUBT))));
    }

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
            dynamo = DynamoDbClient.builder()
                    .endpointOverride(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .region(Region.US_EAST_1)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")))
                    .httpClient(ApacheHttpClient.builder().build())
                    .build();
        }

        Ledger ledger() {
            return new DirectLedger(dynamo, new Tables("jobs", "work", "ledger", "keys"));
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

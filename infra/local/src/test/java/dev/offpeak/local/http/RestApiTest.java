package dev.offpeak.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.local.LoopbackServer;
import dev.offpeak.local.fixture.Fixtures;
import dev.offpeak.local.lambda.AnswerSink;
import dev.offpeak.local.lambda.Outcome;
import dev.offpeak.local.lambda.Outcome.Answered;
import dev.offpeak.local.lambda.Outcome.Failed;
import dev.offpeak.local.lambda.Outcome.Reason;
import dev.offpeak.local.template.Template.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestApiTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PRELUDE = "{\"statusCode\":201,\"headers\":{\"x-a\":\"b\"}}" + "\u0000".repeat(8);

    private final LoopbackServer server = LoopbackServer.bind(0, "test");
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<JsonNode> event = new AtomicReference<>();
    private volatile RestApi.Invoker function = (name, payload, sink) -> answered("{\"statusCode\":204}");

    @BeforeEach
    void serve() {
        Duration timeout = Duration.ofMillis(500);
        List<Route> routes = List.of(
                new Route("/stream/{proxy+}", "ANY", "Gateway", Duration.ofSeconds(20), true),
                new Route("/{proxy+}", "ANY", "Gateway", timeout, false),
                new Route("/", "ANY", "Gateway", timeout, false));
        new RestApi(routes, this::invoke, Clock.systemUTC(), Duration.ofSeconds(3)).serveOn(server);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void a_request_becomes_a_proxy_event() throws Exception {
        send(request("/v1/jobs/a%20b?tag=x&tag=y%26z&empty")
                .header("offpeak-deadline", "12h")
                .header("Accept", "a/b")
                .header("Accept", "c/d")
                .POST(BodyPublishers.ofString("{\"prompt\":\"grün\"}")));
        JsonNode seen = event.get();
        assertThat(seen.path("resource").asText()).isEqualTo("/{proxy+}");
        assertThat(seen.path("path").asText()).isEqualTo("/v1/jobs/a b");
        assertThat(seen.path("pathParameters").path("proxy").asText()).isEqualTo("v1/jobs/a b");
        assertThat(seen.path("httpMethod").asText()).isEqualTo("POST");
        assertThat(seen.path("headers").path("Offpeak-Deadline").asText()).isEqualTo("12h");
        assertThat(seen.path("multiValueHeaders").path("Accept")).hasToString("[\"a/b\",\"c/d\"]");
        assertThat(seen.path("queryStringParameters")).hasToString("{\"tag\":\"y&z\",\"empty\":\"\"}");
        assertThat(seen.path("multiValueQueryStringParameters"))
                .hasToString("{\"tag\":[\"x\",\"y&z\"],\"empty\":[\"\"]}");
        assertThat(seen.path("body").asText()).isEqualTo("{\"prompt\":\"grün\"}");
        assertThat(seen.path("isBase64Encoded").asBoolean()).isFalse();
        JsonNode context = seen.path("requestContext");
        assertThat(context.path("path").asText()).isEqualTo("/v1/jobs/a b");
        assertThat(context.path("stage").asText()).isEqualTo("live");
        assertThat(context.path("requestId").asText()).isNotEmpty();
        assertThat(context.path("resourcePath").asText()).isEqualTo("/{proxy+}");
        assertThat(context.path("identity").path("sourceIp").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void the_root_has_no_path_parameters_and_an_empty_body_is_null() throws Exception {
        send(request("/").GET());
        assertThat(event.get().path("resource").asText()).isEqualTo("/");
        assertThat(event.get().path("pathParameters").isNull()).isTrue();
        assertThat(event.get().path("queryStringParameters").isNull()).isTrue();
        assertThat(event.get().path("body").isNull()).isTrue();
    }

    @Test
    void forms_travel_as_base64_even_where_they_are_text() throws Exception {
        send(request("/openai/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString("--x--")));
        assertThat(event.get().path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(event.get().path("body").asText()).isEqualTo("LS14LS0=");
    }

    @Test
    void bytes_that_are_no_text_travel_as_base64_both_ways() throws Exception {
        function = (name, payload, sink) ->
                answered("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"/wAB\",\"headers\":{\"X-A\":\"1\"}}");
        HttpResponse<byte[]> response =
                send(request("/v1/files").POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0, 1})));
        assertThat(event.get().path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(event.get().path("body").asText()).isEqualTo("/wAB");
        assertThat(response.body()).containsExactly(0xff, 0, 1);
        assertThat(response.headers().firstValue("x-a")).contains("1");
    }

    @Test
    void several_values_of_a_header_all_come_back() throws Exception {
        function = (name, payload, sink) -> answered(
                "{\"statusCode\":201,\"body\":\"ü\",\"headers\":{\"b\":\"0\"},\"multiValueHeaders\":{\"B\":[\"1\",\"2\"]}}");
        HttpResponse<byte[]> response = send(request("/v1/x").GET());
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().allValues("b")).containsExactly("1", "2");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("ü");
    }

    @Test
    void more_than_ten_megabytes_are_refused_before_the_function_sees_them() throws Exception {
        byte[] large = new byte[10 * 1024 * 1024 + 1];
        assertTooLarge(send(request("/v1/x").POST(BodyPublishers.ofByteArray(large))));
        assertThat(event.get()).isNull();
    }

    @Test
    void an_event_beyond_six_megabytes_is_refused() throws Exception {
        byte[] text = new byte[6 * 1024 * 1024];
        Arrays.fill(text, (byte) 'a');
        assertTooLarge(send(request("/v1/x").POST(BodyPublishers.ofByteArray(text))));
        assertThat(event.get()).isNull();
    }

    @Test
    void a_late_function_is_a_504() throws Exception {
        function = (name, payload, sink) -> {
            new CountDownLatch(1).await();
            return answered("{}");
        };
        assertAnswer(send(request("/v1/x").GET()), 504, "Endpoint request timed out");
    }

    @Test
    void a_failed_function_is_a_502() throws Exception {
        function = (name, payload, sink) -> new Failed(Reason.EXIT, "Runtime.ExitError", "exit status 1");
        assertAnswer(send(request("/v1/x").GET()), 502, "Internal server error");
    }

    @Test
    void an_answer_that_is_none_is_a_502() throws Exception {
        for (String junk : List.of(
                "\"hello\"",
                "not json",
                "{\"statusCode\":\"soon\"}",
                "null",
                "{\"statusCode\":200,\"body\":\"§\",\"isBase64Encoded\":true}")) {
            function = (name, payload, sink) -> answered(junk);
            assertAnswer(send(request("/v1/x").GET()), 502, "Internal server error");
        }
    }

    @Test
    void a_request_that_trickles_in_keeps_no_other_waiting() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.setSoTimeout(10_000);
            OutputStream out = slow.getOutputStream();
            out.write(
                    "POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100; i++) {
                assertThat(send(request("/v1/y").GET()).statusCode()).isEqualTo(204);
            }
            assertThat(event.get().path("path").asText()).isEqualTo("/v1/y");
            out.write("bc".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 204");
            assertThat(event.get().path("body").asText()).isEqualTo("abc");
        }
    }

    @Test
    void a_request_that_does_not_come_in_is_told_so_and_cut_off() throws Exception {
        for (boolean trickles : new boolean[] {false, true}) {
            try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                slow.setSoTimeout(10_000);
                OutputStream out = slow.getOutputStream();
                out.write("POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na"
                        .getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; trickles && i < 25; i++) {
                    out.write('b');
                    Thread.sleep(100);
                }
                String said = new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(said).startsWith("HTTP/1.1 408").contains("Request timed out");
            }
        }
        assertThat(event.get()).isNull();
    }

    @Test
    void a_request_that_trickles_on_past_its_time_is_told_so_and_cut_off() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.setSoTimeout(10_000);
            OutputStream out = slow.getOutputStream();
            out.write("POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (!Thread.interrupted()) {
                        out.write('b');
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            });
            StringBuilder said = new StringBuilder();
            try {
                for (int next = slow.getInputStream().read();
                        next >= 0;
                        next = slow.getInputStream().read()) {
                    said.append((char) next);
                }
            } catch (SocketException reset) {
                // What it sent after its time was never read.
            }
            assertThat(said).startsWith("HTTP/1.1 408").contains("Request timed out");
            assertThat(trickle.join(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(event.get()).isNull();
    }

    @Test
    void a_streamed_answer_is_passed_on_while_the_function_writes_it() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        function = (name, payload, sink) -> {
            write(sink, PRELUDE + "one");
            firstSeen.await();
            write(sink, "two");
            return answered("");
        };
        HttpResponse<InputStream> response =
                client.send(request("/stream/x").GET().build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("x-a")).hasValue("b");
        assertThat(new String(response.body().readNBytes(3), StandardCharsets.UTF_8))
                .isEqualTo("one");
        firstSeen.countDown();
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("two");
    }

    @Test
    void a_streamed_answer_that_fails_is_broken_for_the_client() throws Exception {
        function = (name, payload, sink) -> {
            write(sink, PRELUDE + "one");
            return new Failed(Reason.HANDLER, "Function.BrokenAnswer", "it broke off");
        };
        assertThatThrownBy(() -> send(request("/stream/x").GET())).isInstanceOf(IOException.class);
    }

    @Test
    void a_stream_without_its_prelude_is_a_502() throws Exception {
        function = (name, payload, sink) -> answered("");
        assertAnswer(send(request("/stream/x").GET()), 502, "Internal server error");
    }

    @Test
    void a_client_who_leaves_is_told_to_the_function_by_its_next_write() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        CompletableFuture<IOException> told = new CompletableFuture<>();
        function = (name, payload, sink) -> {
            write(sink, PRELUDE + "one");
            left.await();
            try {
                while (true) {
                    sink.write(new byte[1024], 1024);
                }
            } catch (IOException gone) {
                told.complete(gone);
            }
            return answered("");
        };
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /stream/x HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            // all of it, or leaving could already break the first write
            StringBuilder seen = new StringBuilder();
            while (seen.indexOf("one\r\n") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("after %s", seen).isNotNegative();
                seen.append((char) next);
            }
        }
        left.countDown();
        assertThat(told.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    private static void write(AnswerSink sink, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            sink.write(bytes, bytes.length);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Outcome invoke(String name, byte[] payload, AnswerSink sink) throws InterruptedException {
        try {
            event.set(JSON.readTree(payload));
        } catch (IOException notJson) {
            throw new IllegalStateException(notJson);
        }
        return function.invoke(name, payload, sink);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /// In the template's words, which are both providers' kind of error.
    private static void assertTooLarge(HttpResponse<byte[]> response) throws IOException {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(Files.readString(Fixtures.project().resolve("infra/template.yaml")))
                .contains("application/json: '" + body + "'");
        assertThat(JSON.readTree(body).path("type").asText()).isEqualTo("error");
        assertThat(JSON.readTree(body).at("/error/message").asText()).isNotEmpty();
    }

    private static void assertAnswer(HttpResponse<byte[]> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{\"message\":\"" + message + "\"}");
    }

    private static Outcome answered(String json) {
        return new Answered(json.getBytes(StandardCharsets.UTF_8));
    }
}

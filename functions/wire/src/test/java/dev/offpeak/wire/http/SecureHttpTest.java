package dev.offpeak.wire.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SecureHttpTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Payload BODY = Payload.of(new byte[100]);

    @TempDir
    static Path folder;

    private static KeyStore keys;

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket server;
    private Http http;
    private RawServer.Script script = RawServer.replying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    @BeforeAll
    static void makeCertificate() throws Exception {
        var file = folder.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "san=dns:localhost")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
    }

    @BeforeEach
    void listen() throws Exception {
        var context = context(keys);
        server = context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        http = new Http(LONG, InstantSource.system(), context::getSocketFactory);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> play(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void play(Socket socket) {
        try (socket) {
            script.play(socket);
        } catch (Exception e) {
            // the client went away
        }
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        server.close();
    }

    private static SSLContext context(KeyStore trusted) throws GeneralSecurityException {
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private Call call(String host) {
        return Call.post(URI.create("https://" + host + ":" + server.getLocalPort() + "/"), BODY, LONG);
    }

    @Test
    void calls_are_answered_over_one_kept_connection() {
        for (int call = 0; call < 20; call++) {
            assertThat(((Outcome.Answered) http.send(call("localhost"))).body()).isEqualTo("ok".getBytes(UTF_8));
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void nothing_is_sent_to_a_server_whose_certificate_is_for_another_name() {
        assertThat(http.send(call("127.0.0.1"))).isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void nothing_is_sent_to_a_server_that_nobody_vouches_for() {
        try (var usual = new Http(LONG)) {
            assertThat(usual.send(call("localhost"))).isInstanceOf(Outcome.NotSent.class);
        }
    }

    @Test
    void a_server_that_is_silent_when_greeted_is_left_when_its_time_is_up() throws Exception {
        var left = new CountDownLatch(1);
        try (var silent = new RawServer(socket -> {
            try {
                socket.getInputStream().readAllBytes();
            } finally {
                left.countDown();
            }
        })) {
            var uri = URI.create(silent.uri("/").toString().replace("http:", "https:"));
            assertThat(http.send(Call.post(uri, BODY, Duration.ofMillis(300)))).isInstanceOf(Outcome.NotSent.class);
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_stream_is_given_up_where_its_reader_closes_it() throws Exception {
        var left = new CountDownLatch(1);
        script = socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            try {
                socket.getInputStream().skipNBytes(101);
            } finally {
                left.countDown();
            }
        };
        var body = ((OpenOutcome.Answering) http.begin(call("localhost"), LONG)).body();
        assertThat(body.readNBytes(4)).isEqualTo("half".getBytes(UTF_8));
        body.close();
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_answer_that_is_not_in_when_its_time_is_up_fails_and_does_not_end() {
        script = socket -> {
            RawServer.head(socket.getInputStream());
            socket.getInputStream().skipNBytes(100);
            // as long as the connection stands
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\n\r\nhalf");
            socket.getInputStream().read();
        };
        for (int call = 0; call < 40; call++) {
            var hurried = Call.post(call("localhost").uri(), BODY, Duration.ofMillis(60));
            assertThat(http.send(hurried)).as("call %d", call).isNotInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void a_large_body_that_nobody_takes_in_time_was_not_sent() throws Exception {
        var over = new CountDownLatch(1);
        script = socket -> over.await();
        var large = Call.post(call("localhost").uri(), Payload.of(new byte[32 << 20]), Duration.ofMillis(500));
        assertThat(http.send(large)).isInstanceOf(Outcome.NotSent.class);
        over.countDown();
    }
}

package dev.offpeak.wire.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.wire.parallel.AtOnce;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MB = 1 << 20;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\nok";

    private final Http http = new Http(Duration.ofSeconds(2));

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void an_answer_of_any_status_comes_back_with_its_headers_and_bytes() throws IOException {
        try (var server = new RawServer(RawServer.replying(OK.replace("200 OK", "529 Overloaded")))) {
            var answered = (Outcome.Answered) post(server, Payload.of("{}".getBytes(UTF_8)), LONG);
            assertThat(answered.status()).isEqualTo(529);
            assertThat(answered.headers().values()).containsEntry("x-a", "1, 2");
            assertThat(answered.body()).isEqualTo("ok".getBytes(UTF_8));
        }
    }

    @Test
    void a_refused_connection_was_not_sent_even_without_a_body() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var uri = URI.create("http://127.0.0.1:" + port + "/");
        assertThat(http.send(Call.post(uri, Payload.NONE, LONG))).isInstanceOf(Outcome.NotSent.class);
        assertThat(http.send(Call.post(uri, Payload.of(new byte[9]), LONG))).isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void an_unknown_host_was_not_sent() {
        var uri = URI.create("http://nowhere.invalid/");
        assertThat(http.send(Call.post(uri, Payload.NONE, LONG))).isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void closing_after_the_whole_request_leaves_it_in_doubt() throws IOException {
        try (var server = new RawServer(socket -> readWhole(socket))) {
            assertThat(post(server, Payload.of(new byte[1000]), LONG)).isInstanceOf(Outcome.InDoubt.class);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void closing_amid_the_request_means_it_was_not_sent() throws IOException {
        try (var server = new RawServer(socket -> RawServer.head(socket.getInputStream()))) {
            assertThat(post(server, zeros(64L * MB), LONG)).isInstanceOf(Outcome.NotSent.class);
        }
    }

    @Test
    void an_answer_cut_short_leaves_it_in_doubt() throws IOException {
        try (var server = new RawServer(socket -> {
            readWhole(socket);
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf");
        })) {
            assertThat(post(server, Payload.of(new byte[10]), LONG)).isInstanceOf(Outcome.InDoubt.class);
        }
    }

    @Test
    void no_answer_in_time_leaves_it_in_doubt_and_hangs_up() throws Exception {
        var hungUp = new CountDownLatch(1);
        try (var server = new RawServer(socket -> {
            readWhole(socket);
            try {
                socket.getInputStream().read();
            } finally {
                hungUp.countDown();
            }
        })) {
            assertThat(post(server, Payload.of(new byte[10]), SHORT)).isInstanceOf(Outcome.InDoubt.class);
            assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_request_not_out_in_time_was_not_sent_and_never_will_be() throws Exception {
        var received = new AtomicLong();
        var over = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var server = new RawServer(socket -> {
            goOn.await();
            try {
                received.set(socket.getInputStream().readAllBytes().length);
            } finally {
                over.countDown();
            }
        })) {
            assertThat(post(server, zeros(64L * MB), SHORT)).isInstanceOf(Outcome.NotSent.class);
            goOn.countDown();
            assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(received.get()).isLessThan(64L * MB);
        }
    }

    @Test
    void a_long_body_in_memory_that_nobody_takes_in_time_was_not_sent() throws Exception {
        var over = new CountDownLatch(1);
        try (var server = new RawServer(socket -> over.await())) {
            assertThat(post(server, Payload.of(new byte[32 * MB]), SHORT)).isInstanceOf(Outcome.NotSent.class);
            over.countDown();
        }
    }

    @Test
    void a_body_longer_than_it_was_said_to_be_was_not_sent() throws IOException {
        try (var server = new RawServer(RawServer.replying(OK))) {
            var longer = Payload.of(9, () -> new ByteArrayInputStream(new byte[10]));
            assertThat(post(server, longer, LONG)).isInstanceOf(Outcome.NotSent.class);
        }
    }

    @Test
    void a_body_that_cannot_be_read_to_its_end_was_not_sent_and_is_released() throws IOException {
        var released = new AtomicBoolean();
        InputStream broken = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("storage went away");
                }
                return 0;
            }

            @Override
            public void close() {
                released.set(true);
            }
        };
        try (var server = new RawServer(RawServer.replying(OK))) {
            assertThat(post(server, Payload.of(200_000, () -> broken), LONG)).isInstanceOf(Outcome.NotSent.class);
            assertThat(released).isTrue();
            assertThat(post(server, Payload.of(10, () -> new ByteArrayInputStream(new byte[9])), LONG))
                    .isInstanceOf(Outcome.NotSent.class);
            for (var failure : List.of(new IOException("no such object"), new IllegalStateException("a bug"))) {
                assertThat(post(server, Payload.of(10, () -> fail(failure)), LONG))
                        .isInstanceOf(Outcome.NotSent.class);
            }
        }
    }

    @Test
    void sixty_four_megabytes_are_streamed_and_arrive_whole() throws IOException {
        var head = new AtomicReference<>("");
        try (var server = new RawServer(socket -> {
            head.set(RawServer.head(socket.getInputStream()));
            socket.getInputStream().skipNBytes(64L * MB);
            RawServer.answer(socket, OK);
        })) {
            assertThat(post(server, zeros(64L * MB), LONG)).isInstanceOf(Outcome.Answered.class);
            assertThat(RawServer.length(head.get())).isEqualTo(64 * MB);
        }
    }

    @Test
    void an_answer_longer_than_allowed_is_not_taken() throws IOException {
        try (var server = new RawServer(RawServer.replying(OK))) {
            var call = Call.post(server.uri("/"), Payload.of(new byte[1]), LONG).taking(1);
            assertThat(http.send(call)).isInstanceOf(Outcome.InDoubt.class);
        }
    }

    @Test
    void a_redirect_is_an_answer_and_is_not_followed() throws IOException {
        var moved = "HTTP/1.1 307 Moved\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n";
        try (var server = new RawServer(RawServer.replying(moved))) {
            assertThat(((Outcome.Answered) post(server, Payload.of(new byte[1]), LONG)).status())
                    .isEqualTo(307);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void a_header_value_never_shows_in_a_message() {
        var call = Call.get(URI.create("http://127.0.0.1:9/"), SHORT).with("authorization", "Bearer secret\nx");
        assertThat(http.send(call))
                .isInstanceOf(Outcome.NotSent.class)
                .asString()
                .doesNotContain("secret");
        assertThat(call.toString()).doesNotContain("secret");
    }

    @Test
    void a_connection_is_kept_while_it_is_in_use_and_replaced_after_a_pause() throws IOException {
        var now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        try (var server = new RawServer(RawServer.replying(OK));
                var clocked = clocked(now)) {
            var call = Call.post(server.uri("/"), Payload.of(new byte[1]), LONG);
            for (int second = 0; second < 20; second += 4) {
                assertThat(clocked.send(call)).isInstanceOf(Outcome.Answered.class);
                now.updateAndGet(instant -> instant.plusSeconds(4));
            }
            assertThat(server.connections).hasValue(1);
            now.updateAndGet(instant -> instant.plusSeconds(60));
            assertThat(clocked.send(call)).isInstanceOf(Outcome.Answered.class);
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void a_kept_connection_that_the_other_side_has_closed_is_not_used_again() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        var closed = new Semaphore(0);
        try (var server = new RawServer(socket -> {
                    readWhole(socket);
                    RawServer.answer(socket, OK);
                    socket.close();
                    closed.release();
                });
                var clocked = clocked(now)) {
            var call = Call.post(server.uri("/"), Payload.of(new byte[1]), LONG);
            for (int time = 1; time < 5; time++) {
                assertThat(clocked.send(call)).isInstanceOf(Outcome.Answered.class);
                closed.acquire();
                assertThat(server.connections).hasValue(time);
            }
        }
    }

    @Test
    void what_is_said_without_being_asked_is_nobodys_answer() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        var timeout = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        var said = new Semaphore(0);
        try (var server = new RawServer(socket -> {
                    readWhole(socket);
                    RawServer.answer(socket, OK);
                    Thread.sleep(20);
                    RawServer.answer(socket, timeout);
                    said.release();
                    socket.getInputStream().read();
                });
                var clocked = clocked(now)) {
            var call = Call.post(server.uri("/"), Payload.of(new byte[1]), LONG);
            for (int time = 1; time < 5; time++) {
                assertThat(((Outcome.Answered) clocked.send(call)).status()).isEqualTo(200);
                said.acquire();
                now.updateAndGet(instant -> instant.plusMillis(50));
            }
        }
        // together with the answer, so that no time passes in between
        try (var server = new RawServer(RawServer.replying(OK + timeout))) {
            for (int time = 1; time < 5; time++) {
                assertThat(((Outcome.Answered) post(server, Payload.of(new byte[1]), LONG)).status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void nothing_is_sent_where_the_url_names_no_host() {
        for (var uri : List.of("http:///v1", "http://a_b:1/v1", "mailto:a@b", "ftp://127.0.0.1/")) {
            var call = Call.post(URI.create(uri), Payload.of(new byte[1]), LONG).with("authorization", "secret");
            assertThat(http.send(call)).as(uri).isInstanceOf(Outcome.NotSent.class);
        }
    }

    @Test
    void a_transfer_encoding_overrules_a_length() throws IOException {
        var both = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n";
        try (var server = new RawServer(RawServer.replying(both))) {
            assertThat(((Outcome.Answered) post(server, Payload.of(new byte[1]), LONG)).body())
                    .isEqualTo("four".getBytes(UTF_8));
        }
    }

    @Test
    void calls_at_once_have_connections_of_their_own() throws Exception {
        var all = new CountDownLatch(20);
        try (var server = new RawServer(socket -> {
            readWhole(socket);
            all.countDown();
            all.await();
            RawServer.answer(socket, OK);
        })) {
            var outcomes = new AtOnce(20)
                    .map(Collections.nCopies(20, Payload.of(new byte[1])), payload -> post(server, payload, LONG));
            assertThat(outcomes).allMatch(Outcome.Answered.class::isInstance);
        }
    }

    @Test
    void the_end_of_one_calls_time_never_cuts_the_next_call_on_its_connection() throws IOException {
        int answered = 0;
        int givenUp = 0;
        long nanos = 20_000;
        try (var server = new RawServer(RawServer.replying(OK))) {
            // the time is up about when the answer is in, whatever that is on this machine
            while (answered < 50 || givenUp < 50) {
                var hurried = http.send(Call.post(server.uri("/"), Payload.of(new byte[1]), Duration.ofNanos(nanos)));
                boolean inTime = hurried instanceof Outcome.Answered;
                answered += inTime ? 1 : 0;
                givenUp += inTime ? 0 : 1;
                nanos += inTime ? -nanos / 20 : nanos / 15;
                assertThat(post(server, Payload.of(new byte[1]), LONG))
                        .as("after %d answered and %d given up", answered, givenUp)
                        .isInstanceOf(Outcome.Answered.class);
            }
        }
    }

    @Test
    void an_answer_without_a_body_leaves_the_connection_free() throws IOException {
        for (var status : List.of("204 No Content", "304 Not Modified")) {
            try (var server = new RawServer(RawServer.replying("HTTP/1.1 " + status + "\r\n\r\n"))) {
                for (int call = 0; call < 3; call++) {
                    assertThat(((Outcome.Answered) http.send(Call.get(server.uri("/"), LONG))).body())
                            .isEmpty();
                }
                assertThat(server.connections).hasValue(1);
            }
        }
    }

    @Test
    void an_answer_that_ends_with_its_connection_is_whole() throws IOException {
        try (var server = new RawServer(socket -> {
            readWhole(socket);
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\n\r\nall of it");
        })) {
            for (int call = 0; call < 3; call++) {
                var answered = (Outcome.Answered) post(server, Payload.of(new byte[1]), LONG);
                assertThat(answered.body()).isEqualTo("all of it".getBytes(UTF_8));
            }
        }
    }

    @Test
    void a_path_and_a_query_leave_as_they_are_written() throws IOException {
        var head = new AtomicReference<>("");
        try (var server = new RawServer(socket -> {
            head.set(RawServer.head(socket.getInputStream()));
            RawServer.answer(socket, OK);
        })) {
            http.send(Call.get(server.uri("/v1//models/a%2Fb;c/../%7e?b=%20+&&a=1&A=%C3%A9"), LONG));
            assertThat(head.get()).startsWith("GET /v1//models/a%2Fb;c/../%7e?b=%20+&&a=1&A=%C3%A9 HTTP/1.1\r\n");
        }
    }

    @Test
    void no_header_leaves_that_was_not_given_but_what_http_needs() throws IOException {
        var head = new AtomicReference<>("");
        try (var server = new RawServer(socket -> {
            head.set(RawServer.head(socket.getInputStream()));
            RawServer.answer(socket, OK);
        })) {
            http.send(Call.post(server.uri("/"), Payload.of(new byte[1]), LONG).with("x-a", "b"));
            assertThat(head.get().lines().map(line -> line.replaceAll(":.*", "")))
                    .containsExactlyInAnyOrder("POST / HTTP/1.1", "x-a", "Content-Length", "Host", "");
        }
    }

    @Test
    void a_streamed_answer_that_stalls_or_breaks_off_fails_instead_of_ending() throws IOException {
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf");
            socket.getInputStream().read();
        })) {
            var download = http.open(Call.get(server.uri("/"), SHORT));
            assertThat(download.status()).isEqualTo(200);
            assertThatThrownBy(() -> download.body().readAllBytes()).isInstanceOf(IOException.class);
        }
        var begun = new Semaphore(0);
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            begun.acquire();
        })) {
            var download = http.open(Call.get(server.uri("/"), LONG));
            begun.release();
            assertThatThrownBy(() -> download.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_came_in_before_a_streamed_answer_broke_off_is_read_first() throws IOException {
        var begun = new Semaphore(0);
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            begun.acquire();
            RawServer.answer(socket, "4\r\nhalf\r\n");
            RawServer.answer(socket, "5\r\nwhole\r\n");
        })) {
            // the JDK's own stream loses some in a fifth of such calls, so many are made
            for (int call = 0; call < 200; call++) {
                var body = http.open(Call.get(server.uri("/"), LONG)).body();
                begun.release();
                assertThat(body.readNBytes(9)).as("call %d", call).isEqualTo("halfwhole".getBytes(UTF_8));
                assertThatThrownBy(body::read).isInstanceOf(IOException.class);
                assertThatThrownBy(body::read).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void a_streamed_answer_may_take_longer_than_it_took_to_begin() throws Exception {
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
            Thread.sleep(SHORT.multipliedBy(2));
            RawServer.answer(socket, "late");
        })) {
            var begun = (OpenOutcome.Answering) http.begin(Call.get(server.uri("/"), LONG), SHORT);
            assertThat(begun.body().readAllBytes()).isEqualTo("late".getBytes(UTF_8));
        }
    }

    @Test
    void a_streamed_answer_that_does_not_begin_in_time_leaves_the_call_in_doubt() throws IOException {
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            socket.getInputStream().read();
        })) {
            assertThat(http.begin(Call.get(server.uri("/"), LONG), SHORT)).isInstanceOf(OpenOutcome.InDoubt.class);
        }
    }

    @Test
    void a_streamed_answer_is_given_up_where_its_reader_closes_it() throws Exception {
        var left = new CountDownLatch(1);
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            try {
                socket.getInputStream().read();
            } finally {
                left.countDown();
            }
        })) {
            var body = http.open(Call.get(server.uri("/"), LONG)).body();
            assertThat(body.readNBytes(4)).isEqualTo("half".getBytes(UTF_8));
            var reader = Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(body::read).isInstanceOf(IOException.class));
            body.close();
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_broken_answer_stays_broken_however_often_it_is_read() throws IOException {
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        })) {
            var body = http.open(Call.get(server.uri("/"), LONG)).body();
            assertThat(body.readNBytes(4)).isEqualTo("half".getBytes(UTF_8));
            for (int read = 0; read < 3; read++) {
                assertThatThrownBy(body::read).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void an_interim_answer_is_not_the_answer() throws IOException {
        try (var server = new RawServer(RawServer.replying("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK))) {
            assertThat(((Outcome.Answered) post(server, Payload.of(new byte[1]), LONG)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_refusal_said_before_the_request_is_out_is_the_answer() throws IOException {
        var refusal = "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";
        try (var server = new RawServer(socket -> {
            RawServer.head(socket.getInputStream());
            RawServer.answer(socket, refusal);
            socket.shutdownOutput();
            // some of it is on its way
            socket.getInputStream().skipNBytes(100_000);
        })) {
            assertThat(((Outcome.Answered) post(server, zeros(64L * MB), LONG)).status())
                    .isEqualTo(413);
        }
    }

    @Test
    void lengths_that_contradict_each_other_are_not_believed() throws IOException {
        for (var lengths : List.of(
                "Content-Length: 5\r\nContent-Length: 2",
                "Content-Length: 2, 2",
                "Content-Length: -1",
                "Content-Length: two",
                "Transfer-Encoding: xchunked\r\nContent-Length: 2")) {
            try (var server = new RawServer(RawServer.replying("HTTP/1.1 200 OK\r\n" + lengths + "\r\n\r\nok"))) {
                assertThat(post(server, Payload.of(new byte[1]), LONG))
                        .as(lengths)
                        .isInstanceOf(Outcome.InDoubt.class);
            }
        }
    }

    @Test
    void headers_that_say_where_a_request_ends_are_nobodys_to_give() {
        for (var name : List.of("Host", "content-length", "Transfer-Encoding", "connection", "Upgrade", "Expect")) {
            var call = Call.get(URI.create("http://127.0.0.1:9/"), SHORT).with(name, "1");
            assertThat(http.send(call)).as(name).asString().contains(name);
        }
    }

    @Test
    void the_answer_to_a_head_has_no_body() throws IOException {
        try (var server = new RawServer(RawServer.replying("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"))) {
            var head = new Call("HEAD", server.uri("/"), List.of(), Payload.NONE, LONG, 100);
            for (int call = 0; call < 3; call++) {
                assertThat(((Outcome.Answered) http.send(head)).body()).isEmpty();
            }
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void what_is_no_http_leaves_it_in_doubt() throws IOException {
        for (var junk : List.of("SSH-2.0-x\r\n\r\n", "HTTP/1.1 x\r\n\r\n", "HTTP/1.1 200 OK\r\na".repeat(90_000))) {
            try (var server = new RawServer(socket -> {
                readWhole(socket);
                RawServer.answer(socket, junk);
            })) {
                assertThat(post(server, Payload.of(new byte[1]), LONG)).isInstanceOf(Outcome.InDoubt.class);
            }
        }
    }

    private static Http clocked(AtomicReference<Instant> now) {
        return new Http(LONG, now::get, () -> {
            throw new IllegalStateException("nothing here is secure");
        });
    }

    private static InputStream fail(Exception failure) throws IOException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        throw (RuntimeException) failure;
    }

    private static void readWhole(Socket socket) throws IOException {
        socket.getInputStream().skipNBytes(RawServer.length(RawServer.head(socket.getInputStream())));
    }

    private Outcome post(RawServer server, Payload payload, Duration timeout) {
        return http.send(Call.post(server.uri("/"), payload, timeout));
    }

    private static Payload zeros(long length) {
        return Payload.of(length, () -> {
            InputStream all = InputStream.nullInputStream();
            for (long left = length; left > 0; left -= MB) {
                all = new SequenceInputStream(new ByteArrayInputStream(new byte[(int) Math.min(left, MB)]), all);
            }
            return all;
        });
    }
}

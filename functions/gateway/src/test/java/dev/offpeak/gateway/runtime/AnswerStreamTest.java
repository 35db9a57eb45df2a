package dev.offpeak.gateway.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a runtime API of bare bytes.
@Timeout(30)
class AnswerStreamTest {
    private static final String TAKEN =
            "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private final RuntimeLine line = new RuntimeLine(now::get);
    private ServerSocket server;
    private AnswerStream answer;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(20_000);
        answer = answer("a");
    }

    private AnswerStream answer(String id) throws IOException {
        var path = "/2018-06-01/runtime/invocation/" + id + "/response";
        var url = URI.create("http://127.0.0.1:" + server.getLocalPort() + path).toURL();
        return new AnswerStream(RuntimeApi.of(url), RuntimeApi.id(url), line);
    }

    @AfterEach
    void leave() throws IOException {
        server.close();
    }

    @Test
    void an_answer_given_up_while_it_is_written_fails_its_writer() throws Exception {
        var piece = new byte[256 * 1024];
        var writing = CompletableFuture.runAsync(() -> {
            while (true) {
                try {
                    answer.write(piece);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            }
        });
        try (var socket = accepted()) {
            until(socket, "\r\n\r\n");
            answer.abandon();
            assertThatThrownBy(writing::join).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void an_answer_given_up_before_it_began_never_begins() {
        answer.abandon();
        assertThatThrownBy(() -> answer.write('x')).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> {
                    server.setSoTimeout(200);
                    server.accept();
                })
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void the_end_of_an_answer_that_nobody_takes_is_given_up_too() throws Exception {
        answer.endWithin(Duration.ofMillis(300));
        answer.write('x');
        assertThatThrownBy(answer::close).isInstanceOf(IOException.class);
    }

    private static String until(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("ended after " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }

    private void ended(Socket socket, ThrowingRunnable end, String bytes) throws Exception {
        ended(socket, end, bytes, "HTTP/1.1 202 Accepted\r\n\r\n");
    }

    private void ended(Socket socket, ThrowingRunnable end, String bytes, String acknowledgement) throws Exception {
        var ending = CompletableFuture.runAsync(() -> {
            try {
                end.run();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        assertThat(until(socket, bytes)).endsWith(bytes);
        socket.getOutputStream().write(acknowledgement.getBytes(US_ASCII));
        ending.get();
    }

    private interface ThrowingRunnable {
        void run() throws IOException;
    }

    @Test
    void the_first_byte_arrives_before_the_last_is_written() throws Exception {
        answer.write("one".getBytes(US_ASCII));
        answer.flush();
        try (var socket = accepted()) {
            assertThat(until(socket, "3\r\none\r\n"))
                    .startsWith("POST /2018-06-01/runtime/invocation/a/response HTTP/1.1\r\n")
                    .contains("Lambda-Runtime-Function-Response-Mode: streaming\r\n")
                    .contains("Content-Type: application/vnd.awslambda.http-integration-response\r\n")
                    .contains("Transfer-Encoding: chunked\r\n");
            answer.write(new byte[] {(byte) 0xff, 0});
            ended(
                    socket,
                    answer::close,
                    "2\r\n" + new String(new byte[] {(byte) 0xff, 0}, ISO_8859_1) + "\r\n0\r\n\r\n");
        }
    }

    @Test
    void an_answer_that_breaks_off_says_so_in_its_trailers() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            until(socket, "1\r\nx\r\n0\r\n".substring(0, 6));
            ended(socket, () -> answer.fail("Offpeak.BrokenAnswer", "it broke"), "\r\n\r\n");
        }
        assertThatThrownBy(() -> answer.write('y')).hasMessage("the answer is over");
    }

    @Test
    void the_error_of_a_broken_answer_is_json_whatever_it_says() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            until(socket, "1\r\nx\r\n");
            var end = CompletableFuture.runAsync(() -> answer.fail("Offpeak.Failed", "a \"b\" \\ \n c"));
            var trailers = until(socket, "\r\n\r\n");
            socket.getOutputStream().write("HTTP/1.1 202 Accepted\r\n\r\n".getBytes(US_ASCII));
            end.get();
            var body = trailers.replaceAll("(?s).*Error-Body: (\\S+).*", "$1");
            assertThat(new String(Base64.getDecoder().decode(body), US_ASCII))
                    .isEqualTo("{\"errorType\":\"Offpeak.Failed\",\"errorMessage\":\"a \\\"b\\\" \\\\ \\n c\"}");
        }
    }

    @Test
    void an_answer_that_the_runtime_does_not_take_is_not_taken_for_a_success() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            socket.getOutputStream().write("HTTP/1.1 413 Too Large\r\n\r\n".getBytes(US_ASCII));
            assertThatThrownBy(answer::close).hasMessageContaining("413");
        }
    }

    @Test
    void writing_fails_once_the_other_side_has_gone() throws Exception {
        answer.write('x');
        answer.flush();
        server.accept().close();
        assertThatThrownBy(() -> {
                    // the first write after a close may still go into the void
                    for (int i = 0; i < 1_000; i++) {
                        answer.write(new byte[64 * 1024]);
                        answer.flush();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void the_next_answer_goes_over_the_same_connection() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            ended(socket, answer::close, "0\r\n\r\n", TAKEN);
            for (var id : List.of("b", "c")) {
                var next = answer(id);
                next.write('y');
                ended(socket, next::close, "1\r\ny\r\n0\r\n\r\n", TAKEN);
            }
        }
    }

    @Test
    void the_next_answer_has_a_connection_of_its_own_where_the_old_one_may_be_closed() throws Exception {
        for (var acknowledgement : List.of(
                "HTTP/1.1 202 Accepted\r\n\r\n",
                "HTTP/1.0 202 Accepted\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection:keep-alive,close\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 9999999999\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 No\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
            var once = answer("a");
            once.write('x');
            once.flush();
            try (var socket = accepted()) {
                ended(socket, once::close, "0\r\n\r\n", acknowledgement);
                goesElsewhere(socket, acknowledgement);
            }
        }
    }

    @Test
    void the_next_answer_has_a_connection_of_its_own_where_the_old_one_lay_idle() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            ended(socket, answer::close, "0\r\n\r\n", TAKEN);
            now.updateAndGet(then -> then.plusSeconds(20));
            goesElsewhere(socket, "old");
        }
    }

    /// The next answer, that is, and the connection it might have taken is closed.
    private void goesElsewhere(Socket old, String why) throws Exception {
        var next = answer("b");
        next.write('y');
        next.flush();
        try (var other = accepted()) {
            ended(other, next::close, "0\r\n\r\n", "HTTP/1.1 202 Accepted\r\n\r\n");
        }
        assertThat(old.getInputStream().read()).as(why).isEqualTo(-1);
    }

    private Socket accepted() throws IOException {
        var socket = server.accept();
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void a_connection_that_the_runtime_has_closed_since_takes_no_answer() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            ended(socket, answer::close, "0\r\n\r\n", TAKEN);
        }
        var next = answer("b");
        next.write('y');
        next.flush();
        try (var other = accepted()) {
            ended(other, next::close, "0\r\n\r\n", TAKEN);
        }
    }

    @Test
    void an_answer_given_up_does_not_pass_for_one_that_was_sent() throws Exception {
        answer.write('x');
        answer.abandon();
        assertThatThrownBy(answer::close).hasMessageContaining("given up");
    }

    @Test
    void an_answer_closed_twice_is_sent_once() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            ended(socket, answer::close, "0\r\n\r\n", TAKEN);
            answer.close();
            assertThat(socket.getInputStream().available()).isZero();
        }
    }

    @Test
    void an_answer_given_up_late_leaves_the_next_one_alone() throws Exception {
        answer.write('x');
        answer.flush();
        try (var socket = accepted()) {
            ended(socket, answer::close, "0\r\n\r\n", TAKEN);
            var next = answer("b");
            next.write('y');
            next.flush();
            answer.abandon();
            ended(socket, next::close, "0\r\n\r\n", TAKEN);
        }
    }

    @Test
    void a_large_answer_arrives_whole_in_its_chunks() throws Exception {
        var bytes = new byte[200_000];
        new SplittableRandom(1).nextBytes(bytes);
        var writing = CompletableFuture.runAsync(() -> {
            try {
                answer.write(bytes);
                answer.close();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        try (var socket = accepted()) {
            until(socket, "\r\n\r\n");
            var got = new ByteArrayOutputStream();
            for (int size = -1; size != 0; ) {
                size = Integer.parseInt(until(socket, "\r\n").strip(), 16);
                got.writeBytes(socket.getInputStream().readNBytes(size));
                until(socket, "\r\n");
            }
            socket.getOutputStream().write(TAKEN.getBytes(US_ASCII));
            writing.get();
            assertThat(got.toByteArray()).isEqualTo(bytes);
        }
    }
}

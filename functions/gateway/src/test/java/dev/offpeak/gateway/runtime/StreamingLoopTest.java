package dev.offpeak.gateway.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.gateway.http.Content.BrokenAnswer;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole loop, against a runtime API of bare bytes.
@Timeout(30)
class StreamingLoopTest {
    private static final String TEST_API = "quarkus-internal.aws-lambda.test-api";
    private static final String TAKEN = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

    private final List<Runnable> endings = new ArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(20_000);
        System.setProperty(TEST_API, "127.0.0.1:" + server.getLocalPort());
    }

    @AfterEach
    void leave() throws IOException {
        endings.forEach(Runnable::run);
        server.close();
        System.clearProperty(TEST_API);
    }

    /// Starts the loop, hands it one event, and gives back the connection that its answer begins on.
    private Socket answering(Writing writing) throws IOException {
        return answering(writing, Duration.ofMinutes(10));
    }

    private Socket answering(Writing writing, Duration left) throws IOException {
        var loop = new StreamingLoop(
                event -> new Reply() {
                    {
                        events.add(text(event));
                    }

                    @Override
                    public void writeTo(OutputStream out) throws IOException {
                        writing.to(out);
                    }

                    @Override
                    public void close() {
                        settled.countDown();
                    }
                },
                LaunchMode.TEST);
        loop.startPollLoop(new Endings(endings::add));
        try (var polling = polled()) {
            polling.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\nLambda-Runtime-Deadline-Ms: "
                                    + (System.currentTimeMillis() + left.toMillis()) + "\r\n"
                                    + "Lambda-Runtime-Invoked-Function-Arn: arn\r\nConnection: close\r\n"
                                    + "Content-Length: 2\r\n\r\n{}")
                            .getBytes(ISO_8859_1));
        }
        var answer = server.accept();
        answer.setSoTimeout(20_000);
        return answer;
    }

    private static String text(InputStream event) {
        try {
            return new String(event.readAllBytes(), UTF_8);
        } catch (IOException e) {
            return "broken";
        }
    }

    private Socket polled() throws IOException {
        var polling = server.accept();
        polling.setSoTimeout(20_000);
        assertThat(until(polling, "\r\n\r\n")).contains("/invocation/next");
        return polling;
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

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    @Test
    void an_answer_is_ended_before_it_is_settled() throws Exception {
        try (var answer = answering(out -> write(out, "one"))) {
            until(answer, "3\r\none\r\n0\r\n\r\n");
            assertThat(settled.getCount()).isOne();
            answer.getOutputStream().write(TAKEN.getBytes(ISO_8859_1));
            settled.await();
        }
        polled().close();
    }

    @Test
    void a_broken_answer_is_broken_for_its_caller_before_it_is_settled() throws Exception {
        var answering = answering(out -> {
            write(out, "one");
            throw new BrokenAnswer("it broke off");
        });
        try (answering) {
            until(answering, "3\r\none\r\n0\r\nLambda-Runtime-Function-Error-Type: Offpeak.BrokenAnswer\r\n");
            until(answering, "\r\n\r\n");
            assertThat(settled.getCount()).isOne();
            answering.getOutputStream().write(TAKEN.getBytes(ISO_8859_1));
            settled.await();
        }
        polled().close();
    }

    @Test
    void a_caller_who_leaves_ends_the_reply_and_not_the_loop() throws Exception {
        var answering = answering(out -> {
            while (true) {
                write(out, "more");
            }
        });
        until(answering, "more");
        answering.setSoLinger(true, 0);
        answering.close();
        settled.await();
        polled().close();
    }

    @Test
    void a_bug_breaks_one_answer_and_not_the_loop() throws Exception {
        var answering = answering(out -> {
            write(out, "one");
            throw new IllegalStateException("a bug");
        });
        try (answering) {
            until(answering, "Lambda-Runtime-Function-Error-Type: Offpeak.Failed\r\n");
            until(answering, "\r\n\r\n");
            assertThat(settled.getCount()).isOne();
            answering.getOutputStream().write(TAKEN.getBytes(ISO_8859_1));
            settled.await();
        }
        polled().close();
    }

    @Test
    void an_error_of_the_machine_breaks_one_answer_and_not_the_loop() throws Exception {
        var answering = answering(out -> {
            throw new NoClassDefFoundError("a class");
        });
        try (answering) {
            until(answering, "Lambda-Runtime-Function-Error-Type: Offpeak.Failed\r\n");
            until(answering, "\r\n\r\n");
            answering.getOutputStream().write(TAKEN.getBytes(ISO_8859_1));
            settled.await();
        }
        polled().close();
    }

    @Test
    void an_answer_that_lambda_stops_taking_is_given_up_in_time_to_be_settled() throws Exception {
        var writing = answering(
                out -> {
                    while (true) {
                        out.write(new byte[64 * 1024]);
                    }
                },
                Duration.ofMillis(5_500));
        try (writing) {
            settled.await();
        }
        polled().close();
    }

    @Test
    void an_answer_that_is_not_taken_is_settled_and_does_not_end_the_loop() throws Exception {
        try (var answer = answering(out -> write(out, "one"))) {
            until(answer, "0\r\n\r\n");
            answer.getOutputStream().write("HTTP/1.1 413 Too Large\r\n\r\n".getBytes(ISO_8859_1));
            settled.await();
        }
        polled().close();
    }

    /// Answers the first event, and gives back the connection of that, on which the loop has polled again.
    private Socket pollingAgain() throws IOException {
        var line = answering(out -> write(out, "one"));
        until(line, "0\r\n\r\n");
        line.getOutputStream().write(TAKEN.getBytes(ISO_8859_1));
        assertThat(until(line, "\r\n\r\n"))
                .startsWith("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: 127.0.0.1:");
        return line;
    }

    private static String event(String id) {
        return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: " + id + "\r\nLambda-Runtime-Deadline-Ms: "
                + (System.currentTimeMillis() + 600_000) + "\r\n";
    }

    private static void send(Socket line, String text) throws IOException {
        line.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    @Test
    void the_events_that_follow_come_over_the_connection_that_answers_go_by() throws Exception {
        try (var line = pollingAgain()) {
            send(line, event("b") + "Content-Length: 3\r\n\r\n{b}");
            for (var next : List.of("Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n2\r\nc}\r\n0\r\n\r\n", "none")) {
                assertThat(until(line, "\r\n\r\n")).contains("/response HTTP/1.1\r\n");
                until(line, "3\r\none\r\n0\r\n\r\n");
                send(line, TAKEN);
                assertThat(until(line, "\r\n\r\n")).contains("/invocation/next");
                send(line, event("c") + next);
            }
        }
        assertThat(events).containsExactly("{}", "{b}", "{c}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no HTTP\r\n\r\n",
                "HTTP/1.1 500 No\r\nLambda-Runtime-Aws-Request-Id: b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nLambda-Runtime-Deadline-Ms: 1\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: b\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: b\r\nLambda-Runtime-Dea"
            })
    void quarkus_polls_where_the_kept_connection_brings_no_event(String said) throws Exception {
        try (var line = pollingAgain()) {
            send(line, said);
            line.shutdownOutput();
            polled().close();
            assertThat(hasHungUp(line)).isTrue();
        }
        assertThat(events).containsExactly("{}");
    }

    private static boolean hasHungUp(Socket line) throws IOException {
        try {
            return line.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void an_event_that_breaks_off_is_answered_all_the_same() throws Exception {
        try (var line = pollingAgain()) {
            send(line, event("b") + "Content-Length: 100\r\n\r\n{\"body\":");
        }
        try (var other = server.accept()) {
            assertThat(until(other, "\r\n\r\n")).contains("/invocation/b/response");
        }
        assertThat(events).containsExactly("{}", "broken");
    }

    @Test
    void an_answer_does_not_go_by_a_connection_whose_event_made_no_sense() throws Exception {
        try (var line = pollingAgain()) {
            send(line, event("b") + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nno size\r\n");
            try (var other = server.accept()) {
                assertThat(until(other, "\r\n\r\n")).contains("/invocation/b/response");
            }
            assertThat(hasHungUp(line)).isTrue();
        }
        assertThat(events).containsExactly("{}", "broken");
    }

    @Test
    void no_event_is_taken_once_the_loop_has_ended() throws Exception {
        try (var line = pollingAgain()) {
            endings.forEach(Runnable::run);
            assertThatThrownBy(() -> {
                        // whatever is sent meets nobody
                        while (true) {
                            send(line, event("b") + "Content-Length: 2\r\n\r\n{}");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(events).containsExactly("{}");
    }

    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private record Endings(Consumer<Runnable> tasks) implements ShutdownContext {
        @Override
        public void addShutdownTask(Runnable task) {
            tasks.accept(task);
        }

        @Override
        public void addLastShutdownTask(Runnable task) {
            tasks.accept(task);
        }
    }
}

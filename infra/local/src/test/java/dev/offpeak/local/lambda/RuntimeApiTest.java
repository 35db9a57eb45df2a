package dev.offpeak.local.lambda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.local.lambda.Outcome.Answered;
import dev.offpeak.local.lambda.Outcome.Failed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The Runtime API as a function that streams its answer meets it, byte for byte.
class RuntimeApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RuntimeApi api = new RuntimeApi("arn:test", Duration.ofMinutes(1), Clock.systemUTC());
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private Socket function = new Socket();

    @BeforeEach
    void connect() throws IOException {
        function = socket();
    }

    @AfterEach
    void close() throws IOException {
        function.close();
        api.close();
    }

    private Socket socket() throws IOException {
        var port = Integer.parseInt(api.address().split(":", 2)[1]);
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /// The function has taken the event and begun its answer.
    private CompletableFuture<Outcome> begun(AnswerSink sink) throws Exception {
        var invocation = Invocation.of("{}".getBytes(US_ASCII), sink);
        try (var polling = socket()) {
            polling.getOutputStream()
                    .write(("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
            assertThat(api.offer(invocation, PATIENCE)).isTrue();
            assertThat(polling.getInputStream().read()).isEqualTo('H');
        }
        write("POST /2018-06-01/runtime/invocation/" + invocation.id() + "/response HTTP/1.1\r\nHost: x\r\n"
                + "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
                + "Trailer: Lambda-Runtime-Function-Error-Type\r\nTransfer-Encoding: chunked\r\n\r\n");
        return invocation.outcome();
    }

    private void write(String text) throws IOException {
        function.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private void see(byte[] bytes, int length) {
        seen.add(new String(bytes, 0, length, US_ASCII));
    }

    @Test
    void a_piece_is_passed_on_before_the_next_is_written() throws Exception {
        var outcome = begun(this::see);
        for (var piece : new String[] {"one", "two", "six"}) {
            write("3\r\n" + piece + "\r\n");
            assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(piece);
            assertThat(outcome).isNotDone();
        }
        write("0\r\n\r\n");
        assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Answered.class);
        assertThat(new String(function.getInputStream().readNBytes(12), US_ASCII))
                .isEqualTo("HTTP/1.1 202");
    }

    @Test
    void an_answer_that_ends_in_an_error_trailer_has_failed() throws Exception {
        var outcome = begun(this::see);
        write("3\r\none\r\n0\r\nLambda-Runtime-Function-Error-Type: Offpeak.BrokenAnswer\r\n\r\n");
        assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Failed.class);
        assertThat(seen).containsExactly("one");
    }

    @Test
    void an_answer_whose_function_hangs_up_has_failed() throws Exception {
        var outcome = begun(this::see);
        write("3\r\none\r\n");
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("one");
        function.close();
        assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Failed.class);
    }

    @Test
    void a_function_is_hung_up_on_as_soon_as_its_caller_has_gone() throws Exception {
        var outcome = begun((bytes, length) -> {
            throw new IOException("the caller has gone");
        });
        write("3\r\none\r\n");
        // no second write is needed to learn it
        assertThat(hungUp()).isTrue();
        assertThat(outcome).isDone();
    }

    private boolean hungUp() throws IOException {
        try {
            return function.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}

package dev.offpeak.gateway.runtime;

import dev.offpeak.gateway.http.Content.BrokenAnswer;
import io.quarkus.amazon.lambda.runtime.AbstractLambdaPollLoop;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaContext;
import io.quarkus.amazon.lambda.runtime.FunctionError;
import io.quarkus.amazon.lambda.runtime.LambdaInputReader;
import io.quarkus.amazon.lambda.runtime.LambdaOutputWriter;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// Quarkus' poll loop with answers that stream (ADR 11).
///
/// Whatever becomes of an invocation stays in it: an exception that reached the loop would report an error for an
/// answer that had begun, and end the process when that is refused.
public final class StreamingLoop extends AbstractLambdaPollLoop {
    private static final Logger LOG = System.getLogger(StreamingLoop.class.getName());

    /// Before Lambda ends the process, whatever has not been taken by then.
    private static final Duration LEFT_FOR_THE_LEDGER = Duration.ofSeconds(5);

    /// As Quarkus calls it, for formats of logs.
    private static final String REQUEST_ID = "AWSRequestId";

    /// Where AWS' SDK looks for it.
    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private final Handler handler;
    private final RuntimeLine line;
    private final NextEvents events;

    @Nullable
    private RuntimeApi api;

    /// Answers one event.
    @FunctionalInterface
    public interface Handler {
        Reply handle(InputStream event);
    }

    @SuppressWarnings("NullAway") // the mapper and the readers are for errors and contexts, both of which are our own
    public StreamingLoop(Handler handler, LaunchMode mode) {
        super(null, null, null, mode);
        this.handler = handler;
        // whatever time the rest believes in: the runtime's deadlines are of the real world
        var clock = InstantSource.system();
        line = new RuntimeLine(clock);
        events = new NextEvents(line, clock);
    }

    @Override
    public void startPollLoop(ShutdownContext context) {
        super.startPollLoop(context);
        // after Quarkus has been told to stop, or it would poll once more
        context.addShutdownTask(events::close);
    }

    @Override
    protected boolean isStream() {
        return true;
    }

    @Override
    protected HttpURLConnection responseStream(URL url) {
        var where = RuntimeApi.of(url);
        api = where;
        return new AnswerConnection(url, new AnswerStream(where, RuntimeApi.id(url), line));
    }

    /// Answers the event that Quarkus has polled, and those that follow.
    @Override
    protected void processRequest(InputStream event, OutputStream output, AmazonLambdaContext context) {
        var left = Duration.ofMillis(context.getRemainingTimeInMillis());
        answer(context.getAwsRequestId(), left, event, (AnswerStream) output);
        var where = Objects.requireNonNull(api);
        try {
            for (var next = events.next(where); next.isPresent(); next = events.next(where)) {
                answer(where, next.get());
            }
        } catch (RuntimeException | Error e) {
            // Quarkus would report it for the first event, whose answer is long out; Lambda starts a new process
            LOG.log(Level.ERROR, "between two events: {0}: {1}", e.getClass(), e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private void answer(RuntimeApi where, NextEvents.Event event) {
        MDC.put(REQUEST_ID, event.id());
        if (!event.trace().isEmpty()) {
            System.setProperty(TRACE, event.trace());
        }
        answer(event.id(), event.left(), event.body(), new AnswerStream(where, event.id(), line));
    }

    private void answer(String invocation, Duration left, InputStream event, AnswerStream answer) {
        answer.endWithin(left.minus(LEFT_FOR_THE_LEDGER));
        try (var reply = reply(event)) {
            send(reply, answer, invocation);
        } catch (RuntimeException | Error e) {
            fail(answer, invocation, e);
        }
    }

    private Reply reply(InputStream event) {
        try {
            return handler.handle(event);
        } finally {
            RuntimeLine.close(event);
        }
    }

    private static void send(Reply reply, AnswerStream answer, String invocation) {
        try {
            reply.writeTo(answer);
            answer.close();
        } catch (BrokenAnswer e) {
            LOG.log(Level.WARNING, "{0}: {1}", invocation, e.getMessage());
            answer.fail("Offpeak.BrokenAnswer", "the answer broke off");
        } catch (AnswerStream.Refused e) {
            LOG.log(Level.ERROR, "{0}: {1}", invocation, e.getMessage());
        } catch (IOException e) {
            // the caller has gone, and Lambda does not take the rest
            LOG.log(Level.INFO, "{0}: not taken to its end: {1}", invocation, e.getClass());
            answer.abandon();
        } catch (RuntimeException | Error e) {
            // here and not after the reply has closed: nobody waits for a ledger to learn of it
            fail(answer, invocation, e);
        }
    }

    private static void fail(AnswerStream answer, String invocation, Throwable e) {
        LOG.log(Level.ERROR, "{0}: {1}: {2}", invocation, e.getClass(), e.getMessage());
        answer.fail("Offpeak.Failed", e.getClass().getName());
        if (e instanceof OutOfMemoryError) {
            // whichever thread lacked memory may have died of it; Lambda starts a new process
            Runtime.getRuntime().halt(1);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // read only where a caller is a Cognito user or a mobile client
    protected AmazonLambdaContext createContext(HttpURLConnection next) throws IOException {
        return new AmazonLambdaContext(next, null, null);
    }

    /// Quarkus would use a mapper and reflection, for two fields.
    @Override
    protected void postError(URL url, Object response) throws IOException {
        var type = response instanceof FunctionError error ? error.getErrorType() : "Offpeak.Failed";
        var connection = (HttpURLConnection) url.openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (var out = connection.getOutputStream()) {
            out.write(("{\"errorType\":\"" + type + "\",\"errorMessage\":\"see the log\"}")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        try (var in = connection.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    protected Object processRequest(Object input, AmazonLambdaContext context) {
        throw new UnsupportedOperationException("this loop streams");
    }

    @Override
    protected LambdaInputReader<?> getInputReader() {
        throw new UnsupportedOperationException("this loop streams");
    }

    @Override
    protected LambdaOutputWriter getOutputWriter() {
        throw new UnsupportedOperationException("this loop streams");
    }
}

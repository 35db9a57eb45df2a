package dev.offpeak.wire.http;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/// Stands between a request body and the connection and decides, once, whether the last byte was handed over or the
/// call was given up before that. Whoever comes first wins; after giving up nothing more passes.
final class Gate implements BodyPublisher {
    private enum State {
        OPEN,
        HANDED_OVER,
        GIVEN_UP
    }

    private final BodyPublisher body;
    private final long length;
    private final AtomicReference<State> state;

    Gate(BodyPublisher body, long length) {
        this.body = body;
        this.length = length;
        // without a body the headers are the whole request, and nothing tells when they leave
        this.state = new AtomicReference<>(length == 0 ? State.HANDED_OVER : State.OPEN);
    }

    /// @return whether the request can no longer arrive whole
    boolean giveUp() {
        return state.compareAndSet(State.OPEN, State.GIVEN_UP) || state.get() == State.GIVEN_UP;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> connection) {
        body.subscribe(new Counter(connection));
    }

    private final class Counter implements Flow.Subscriber<ByteBuffer> {
        private final Flow.Subscriber<? super ByteBuffer> connection;
        private long passed;

        Counter(Flow.Subscriber<? super ByteBuffer> connection) {
            this.connection = connection;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            connection.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            passed += bytes.remaining();
            boolean last = passed == length && state.compareAndSet(State.OPEN, State.HANDED_OVER);
            if (last || (passed < length && state.get() == State.OPEN)) {
                connection.onNext(bytes);
            } else {
                connection.onError(new IOException(passed > length ? "body is too long" : "call was given up"));
            }
        }

        @Override
        public void onError(Throwable failure) {
            connection.onError(failure);
        }

        @Override
        public void onComplete() {
            connection.onComplete();
        }
    }
}

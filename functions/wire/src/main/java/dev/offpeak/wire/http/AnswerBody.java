package dev.offpeak.wire.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The body of an answer that breaks off where it broke off.
///
/// The JDK's own stream forgets what has come in and is not yet read as soon as the connection fails; of a broken
/// stream that is text its caller should have seen, and usage that the ledger should have.
final class AnswerBody extends InputStream implements BodySubscriber<InputStream> {
    // enough that the next piece is on its way while one is read
    private static final int AHEAD = 2;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private List<ByteBuffer> piece = List.of();
    private int at;

    @Nullable
    private volatile Arrival end;

    private volatile boolean closed;

    private sealed interface Arrival {
        record Piece(List<ByteBuffer> buffers) implements Arrival {}

        record Whole() implements Arrival {}

        record Broken(Throwable why) implements Arrival {}

        record Closed() implements Arrival {}
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (!subscription.complete(given) || closed) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrivals.add(new Arrival.Piece(buffers));
    }

    @Override
    public void onError(Throwable why) {
        arrivals.add(new Arrival.Broken(Objects.requireNonNull(why)));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival.Whole());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (!closed) {
            while (at < piece.size() && !piece.get(at).hasRemaining()) {
                at++;
            }
            if (at < piece.size()) {
                var buffer = piece.get(at);
                int read = Math.min(length, buffer.remaining());
                buffer.get(bytes, offset, read);
                return read;
            }
            if (!next()) {
                return -1;
            }
        }
        throw new IOException("closed");
    }

    private boolean next() throws IOException {
        var arrival = end == null ? take() : end;
        switch (arrival) {
            case Arrival.Piece(var buffers) -> {
                piece = buffers;
                at = 0;
                subscription.join().request(1);
            }
            case Arrival.Whole whole -> end = whole;
            case Arrival.Broken broken -> {
                end = broken;
                throw new IOException("the answer broke off", broken.why());
            }
            case Arrival.Closed shut -> throw new IOException("closed");
        }
        return end == null;
    }

    private Arrival take() throws IOException {
        try {
            return arrivals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Ends the call where the answer is not whole yet; a read that waits fails.
    @Override
    public void close() {
        closed = true;
        if (end != null) {
            return;
        }
        arrivals.add(new Arrival.Closed());
        if (subscription.isDone()) {
            subscription.join().cancel();
        }
    }
}

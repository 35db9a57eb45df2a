package dev.offpeak.local.schedule;

import dev.offpeak.local.lambda.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Invokes a function at a fixed rate with the schedule's input.
///
/// While the function is busy at its full concurrency one tick may wait; further ticks are dropped.
public final class Ticker implements AutoCloseable {

    private static final int WAITING = 1;

    private final Function function;
    private final byte[] input;
    private final Duration interval;
    private final Semaphore room;
    private final Thread thread;

    /// Runs the function.
    @FunctionalInterface
    public interface Function {
        Outcome invoke(byte[] event) throws InterruptedException;
    }

    private Ticker(String name, Duration interval, String input, int concurrency, Function function) {
        this.function = function;
        this.input = input.getBytes(StandardCharsets.UTF_8);
        this.interval = interval;
        this.room = new Semaphore(concurrency + WAITING);
        this.thread = Thread.ofVirtual().name("schedule " + name).unstarted(this::run);
    }

    public static Ticker start(String name, Duration interval, String input, int concurrency, Function function) {
        Ticker ticker = new Ticker(name, interval, input, concurrency, function);
        ticker.thread.start();
        return ticker;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(interval);
                if (room.tryAcquire()) {
                    Thread.ofVirtual().start(this::tick);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    // A failed run is in the function's log and counters; the next tick is its retry.
    private void tick() {
        try {
            var _ = function.invoke(input);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }
}

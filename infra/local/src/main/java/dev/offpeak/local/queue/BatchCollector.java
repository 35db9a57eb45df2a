package dev.offpeak.local.queue;

import dev.offpeak.local.queue.QueuePoller.Mapping;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Receives messages until the batch is full, its window over, or six megabytes reached.
final class BatchCollector implements AutoCloseable {

    static final int TEN = 10;

    private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024 - 1024;
    private static final int PARALLEL = 4;
    private static final Duration LONGEST_BREATH = Duration.ofMillis(200);

    private final SqsClient sqs;
    private final Mapping mapping;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Held> held = new ArrayDeque<>();
    private long bytesHeld;

    private record Held(Message message, int bytes) {}

    BatchCollector(SqsClient sqs, Mapping mapping) {
        this.sqs = sqs;
        this.mapping = mapping;
    }

    /// Waits for a first message, then gathers more; empty when none came within one long poll.
    List<Message> next() throws InterruptedException {
        if (held.isEmpty()) {
            hold(receive(mapping.longPollSeconds(), mapping.batchSize()));
        }
        long end = System.nanoTime() + mapping.window().toNanos();
        boolean over = false;
        while (!over && !held.isEmpty() && held.size() < mapping.batchSize() && bytesHeld < MAX_EVENT_BYTES) {
            List<Message> more = receiveSeveral(mapping.batchSize() - held.size());
            hold(more);
            over = System.nanoTime() >= end;
            if (more.isEmpty() && !over) {
                Thread.sleep(breath());
            }
        }
        return take();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void hold(List<Message> messages) {
        for (Message message : messages) {
            Held next = new Held(message, SqsEvent.size(message, mapping.queueArn()));
            held.addLast(next);
            bytesHeld += next.bytes();
        }
    }

    // What does not fit stays held for the batch after this one.
    private List<Message> take() {
        List<Message> batch = new ArrayList<>();
        long bytes = 0;
        while (!held.isEmpty() && batch.size() < mapping.batchSize()) {
            bytes += held.getFirst().bytes();
            if (bytes > MAX_EVENT_BYTES && !batch.isEmpty()) {
                break;
            }
            Held taken = held.removeFirst();
            bytesHeld -= taken.bytes();
            batch.add(taken.message());
        }
        return batch;
    }

    // A window of seconds needs no hot loop; a local one of milliseconds must not be slept away.
    private Duration breath() {
        Duration part = mapping.window().dividedBy(20);
        return part.compareTo(LONGEST_BREATH) > 0 ? LONGEST_BREATH : part;
    }

    private List<Message> receiveSeveral(int wanted) throws InterruptedException {
        List<Callable<List<Message>>> calls = new ArrayList<>();
        for (int left = wanted; left > 0 && calls.size() < PARALLEL; left -= TEN) {
            int count = left;
            calls.add(() -> receive(0, count));
        }
        List<Message> received = new ArrayList<>();
        for (Future<List<Message>> call : threads.invokeAll(calls)) {
            try {
                received.addAll(call.get());
            } catch (ExecutionException broken) {
                throw broken.getCause() instanceof SdkException known
                        ? known
                        : SdkClientException.create("receiving for " + mapping.name() + " broke", broken);
            }
        }
        return received;
    }

    private List<Message> receive(int waitSeconds, int wanted) {
        return sqs.receiveMessage(request -> request.queueUrl(mapping.queueUrl())
                        .maxNumberOfMessages(Math.min(wanted, TEN))
                        .waitTimeSeconds(waitSeconds)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }
}

package dev.offpeak.local.queue;

import dev.offpeak.local.lambda.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/// Feeds a function from a queue: collects a batch, invokes, deletes what succeeded.
///
/// Failed messages are left alone: their visibility timeout brings them back, and the queue's redrive policy ends it.
public final class QueuePoller implements AutoCloseable {

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Mapping mapping;
    private final Function function;
    private final SqsClient sqs;
    private final Semaphore free;
    private final BatchCollector collector;
    private final Thread thread;
    private volatile boolean closed;

    /// What the template says about the connection of a queue and a function.
    public record Mapping(
            String name,
            String queueUrl,
            String queueArn,
            int batchSize,
            Duration window,
            boolean partialResponses,
            int concurrency,
            int longPollSeconds) {}

    /// Runs the function.
    @FunctionalInterface
    public interface Function {
        Outcome invoke(byte[] event) throws InterruptedException;
    }

    private QueuePoller(Mapping mapping, SqsClient sqs, Function function) {
        this.mapping = mapping;
        this.function = function;
        this.sqs = sqs;
        this.free = new Semaphore(mapping.concurrency());
        this.collector = new BatchCollector(sqs, mapping);
        this.thread = Thread.ofVirtual().name("poll " + mapping.name()).unstarted(this::poll);
    }

    public static QueuePoller start(Mapping mapping, SqsClient sqs, Function function) {
        QueuePoller poller = new QueuePoller(mapping, sqs, function);
        poller.thread.start();
        return poller;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        collector.close();
    }

    // The turn comes before the receive: a message taken while nobody is free would only age towards its next receive.
    private void poll() {
        try {
            while (!closed) {
                free.acquire();
                List<Message> batch = receive();
                if (batch.isEmpty()) {
                    free.release();
                } else {
                    Thread.ofVirtual().start(() -> handle(batch));
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Message> receive() throws InterruptedException {
        try {
            return collector.next();
        } catch (SdkException | IllegalStateException unreachable) {
            // The queue is gone or stopping; its own watcher reports that, so this only keeps the loop calm.
            if (!closed) {
                Thread.sleep(AFTER_TROUBLE);
            }
            return List.of();
        }
    }

    private void handle(List<Message> batch) {
        try {
            settle(batch, function.invoke(SqsEvent.of(batch, mapping.queueArn())));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (SdkException | IllegalStateException undeleted) {
            if (!closed) {
                System.err.println(mapping.name() + ": a batch was handled but not deleted: " + undeleted.getMessage());
            }
        } finally {
            free.release();
        }
    }

    private void settle(List<Message> batch, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered(var payload))) {
            return;
        }
        Set<String> sent = batch.stream().map(Message::messageId).collect(Collectors.toUnmodifiableSet());
        Set<String> failed = mapping.partialResponses() ? BatchAnswer.failures(payload, sent) : Set.of();
        List<Message> done = batch.stream()
                .filter(message -> !failed.contains(message.messageId()))
                .toList();
        for (int from = 0; from < done.size(); from += BatchCollector.TEN) {
            delete(done.subList(from, Math.min(from + BatchCollector.TEN, done.size())));
        }
    }

    private void delete(List<Message> messages) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        sqs.deleteMessageBatch(request -> request.queueUrl(mapping.queueUrl()).entries(entries));
    }
}

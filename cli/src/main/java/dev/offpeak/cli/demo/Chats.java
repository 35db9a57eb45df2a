package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.terminal.Trouble;
import dev.offpeak.cli.tickets.Ticket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Agents who wait for an answer while the night job runs: their chats must not notice it.
final class Chats {
    private static final long BREATH_MILLIS = 400;

    /// How many processes of the gateway are warmed up: for chats, for uploads, and for questions about the night.
    static final int WARM_UPS = 3;

    private final Gateway gateway;
    private final InstantSource time;
    private final List<Ticket> tickets;
    private final ConcurrentLinkedQueue<Duration> latencies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger warmUps = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /// @param tickets one chat about each
    Chats(Gateway gateway, InstantSource time, List<Ticket> tickets) {
        this.gateway = gateway;
        this.time = time;
        this.tickets = tickets;
    }

    /// Chats at the same moment that are not timed: a process that starts is slow at first, in Lambda as here.
    void warmUp(ExecutorService threads) throws InterruptedException {
        threads.invokeAll(Collections.nCopies(WARM_UPS, Executors.callable(() -> {
            try {
                openAi(tickets.getFirst());
                warmUps.incrementAndGet();
            } catch (Trouble failed) {
                failures.add(String.valueOf(failed.getMessage()));
            }
        })));
    }

    /// One after the other, turn by turn with each provider, over the drop-in routes.
    void run() throws InterruptedException {
        for (int i = 0; i < tickets.size(); i++) {
            var begun = time.instant();
            try {
                String answer = i % 2 == 0 ? anthropic(tickets.get(i)) : openAi(tickets.get(i));
                if (answer.isBlank()) {
                    failures.add("chat " + (i + 1) + " was answered without a text");
                }
                latencies.add(Duration.between(begun, time.instant()));
            } catch (Trouble failed) {
                failures.add(String.valueOf(failed.getMessage()));
            }
            Thread.sleep(BREATH_MILLIS);
        }
    }

    int asked() {
        return tickets.size();
    }

    Latencies latencies() {
        return new Latencies(warmUps.get(), latencies.stream().sorted().toList());
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /// How long the answers took, shortest first.
    ///
    /// @param warmUps chats that were answered before, and not timed
    record Latencies(int warmUps, List<Duration> sorted) {
        Latencies {
            sorted = List.copyOf(sorted);
        }

        /// Every chat there was, timed or not.
        int all() {
            return warmUps + sorted.size();
        }

        /// Those that were timed.
        int count() {
            return sorted.size();
        }

        Duration median() {
            return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
        }

        Duration worst() {
            return sorted.isEmpty() ? Duration.ZERO : sorted.getLast();
        }
    }

    private String anthropic(Ticket ticket) {
        ObjectNode body = ask(Models.SORTING, ticket).put("max_tokens", 300);
        return gateway.post("/anthropic/v1/messages", "application/json", Json.write(body))
                .path("content")
                .path(0)
                .path("text")
                .asText();
    }

    private String openAi(Ticket ticket) {
        return gateway.post("/openai/v1/chat/completions", "application/json", Json.write(ask(Models.CHATTING, ticket)))
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asText();
    }

    private static ObjectNode ask(String model, Ticket ticket) {
        ObjectNode body = Json.object().put("model", model);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", "Draft a friendly reply, two sentences at most.\n" + Job.text(ticket));
        return body;
    }
}

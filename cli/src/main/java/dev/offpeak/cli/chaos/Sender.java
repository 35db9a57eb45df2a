package dev.offpeak.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.cli.json.Json;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/// Hands jobs over as careful callers do: again, under the same name or key, until there is an answer.
final class Sender implements AutoCloseable {
    static final int UPLOAD = 250;
    static final int MESSAGES = 10;

    private static final TenantId TENANT = new TenantId("default");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BREATH_MILLIS = 300;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI gateway;
    private final SqsClient sqs;
    private final String queue;
    private final JobIds ids;
    private final Promises promises;
    private final Deadline deadline;

    /// Where jobs are taken.
    record Doors(URI gateway, SqsClient sqs, String queue) {}

    Sender(Doors doors, JobIds ids, Promises promises, Deadline deadline) {
        this.gateway = doors.gateway();
        this.sqs = doors.sqs();
        this.queue = doors.queue();
        this.ids = ids;
        this.promises = promises;
        this.deadline = deadline;
    }

    /// In calls as they are sent: uploads, single jobs and handfuls of messages, mixed as the items are.
    static List<List<Item>> calls(List<Item> items) {
        Map<Item.Door, List<Item>> waiting = new HashMap<>();
        List<List<Item>> calls = new ArrayList<>();
        for (Item item : items) {
            List<Item> call = waiting.computeIfAbsent(item.door(), door -> new ArrayList<>());
            call.add(item);
            if (call.size() == size(item.door())) {
                calls.add(List.copyOf(call));
                call.clear();
            }
        }
        waiting.values().stream()
                .filter(call -> !call.isEmpty())
                .map(List::copyOf)
                .forEach(calls::add);
        calls.sort(Comparator.comparing(call -> call.getLast().number()));
        return calls;
    }

    private static int size(Item.Door door) {
        return switch (door) {
            case UPLOAD -> UPLOAD;
            case SINGLE -> 1;
            case NAMED, NAMELESS -> MESSAGES;
        };
    }

    void send(List<Item> call) throws InterruptedException {
        switch (call.getFirst().door()) {
            case UPLOAD -> upload(call);
            case SINGLE -> single(call.getFirst());
            case NAMED, NAMELESS -> drop(call);
        }
    }

    private void upload(List<Item> lines) throws InterruptedException {
        String body = lines.stream().map(Item::text).collect(Collectors.joining("\n"));
        JsonNode answer = post("application/x-ndjson", body);
        for (JsonNode line : answer.path("jobs")) {
            Item item = lines.get(line.path("line").asInt() - 1);
            note(item, line.path("id").asText(""), line.path("error").toString());
        }
    }

    private void single(Item item) throws InterruptedException {
        JsonNode answer = post("application/json", item.text());
        note(item, answer.path("id").asText(""), answer.toString());
    }

    private void note(Item item, String job, String refusal) {
        boolean good = item.fate() != Item.Fate.REJECTED;
        if (!job.isEmpty()) {
            promises.accepted(job, item);
        } else {
            promises.refused(item);
        }
        if (good == job.isEmpty()) {
            promises.broken(item.label() + " was " + (good ? "refused: " + refusal : "accepted as " + job));
        }
    }

    // Gateway and queue may be gone, or go in the middle of it: the key makes a second call the same as the first.
    private JsonNode post(String type, String body) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        while (!deadline.isOver()) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(gateway.resolve("/v1/jobs"))
                                .timeout(PATIENCE)
                                .header("content-type", type)
                                .header("idempotency-key", key)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    return Json.read(answer.body());
                }
            } catch (IOException killed) {
                // asked again below
            }
            Thread.sleep(BREATH_MILLIS);
        }
        promises.broken("a call of " + body.length() + " bytes got no answer in time");
        return Json.object();
    }

    private void drop(List<Item> items) throws InterruptedException {
        List<Item> left = items;
        while (!left.isEmpty() && !deadline.isOver()) {
            left = dropOnce(left);
            if (!left.isEmpty()) {
                Thread.sleep(BREATH_MILLIS);
            }
        }
        left.forEach(item -> promises.broken(item.label() + " was not taken by the queue in time"));
    }

    private List<Item> dropOnce(List<Item> items) {
        Map<String, Item> byEntry = new HashMap<>();
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Item item : items) {
            String entry = Integer.toString(item.number());
            byEntry.put(entry, item);
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(entry)
                    .messageBody(item.text())
                    .build());
        }
        try {
            var answer = sqs.sendMessageBatch(send -> send.queueUrl(queue).entries(entries));
            for (SendMessageBatchResultEntry taken : answer.successful()) {
                Item item = byEntry.remove(taken.id());
                if (item != null) {
                    taken(item, taken.messageId());
                }
            }
        } catch (SdkException killed) {
            byEntry.values().stream()
                    .filter(item -> item.door() == Item.Door.NAMELESS)
                    .forEach(promises::unsure);
        }
        return List.copyOf(byEntry.values());
    }

    private void taken(Item item, String messageId) {
        if (item.fate() == Item.Fate.UNREADABLE) {
            promises.unreadable(messageId);
            return;
        }
        promises.accepted(
                item.door() == Item.Door.NAMED
                        ? ids.ofReference(TENANT, item.json().path("id").asText())
                                .value()
                        : ids.ofMessage(TENANT, messageId).value(),
                item);
    }

    @Override
    public void close() {
        http.close();
    }
}

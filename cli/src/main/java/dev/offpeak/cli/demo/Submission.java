package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Hands the night's jobs over: every other ticket by HTTPS in NDJSON uploads, the rest through the queue.
final class Submission {
    // About 1 MB per upload, well under the 5 MB that one call may have.
    private static final int LINES = 500;

    private final Gateway gateway;
    private final JobsQueue queue;
    private final List<List<Job>> byTicket;
    private final Map<Job, String> ids = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicLong accepted = new AtomicLong();

    Submission(Gateway gateway, JobsQueue queue, List<List<Job>> byTicket) {
        this.gateway = gateway;
        this.queue = queue;
        this.byTicket = byTicket;
    }

    /// Returns when every job is accepted or refused.
    void run() throws InterruptedException {
        List<Callable<Object>> calls = new ArrayList<>();
        chunks(every(2, 0), LINES).forEach(jobs -> calls.add(Executors.callable(() -> upload(jobs))));
        chunks(every(2, 1), JobsQueue.BATCH).forEach(jobs -> calls.add(Executors.callable(() -> drop(jobs))));
        // few at a time: a night job is in no hurry, and two processors have to do all of it
        try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            for (var call : senders.invokeAll(calls)) {
                if (call.state() == Future.State.FAILED) {
                    refused.add(String.valueOf(call.exceptionNow().getMessage()));
                }
            }
        }
    }

    long accepted() {
        return accepted.get();
    }

    /// In words, one per refused job or failed call.
    List<String> refused() {
        return List.copyOf(refused);
    }

    /// Ids of the jobs that went by HTTPS; the others are found by their reference.
    Map<Job, String> ids() {
        return Map.copyOf(ids);
    }

    private void upload(List<Job> jobs) {
        String ndjson = jobs.stream().map(job -> Json.write(job.json()) + "\n").collect(Collectors.joining());
        for (JsonNode answer : gateway.submit(ndjson).path("jobs")) {
            Job job = jobs.get(answer.path("line").asInt() - 1);
            if (answer.has("id")) {
                ids.put(job, answer.path("id").asText());
                accepted.incrementAndGet();
            } else {
                refused.add(job.reference() + ": " + answer.path("error"));
            }
        }
    }

    private void drop(List<Job> jobs) {
        queue.drop(jobs);
        accepted.addAndGet(jobs.size());
    }

    private List<Job> every(int step, int first) {
        List<Job> jobs = new ArrayList<>();
        for (int i = first; i < byTicket.size(); i += step) {
            jobs.addAll(byTicket.get(i));
        }
        return jobs;
    }

    private static List<List<Job>> chunks(List<Job> jobs, int size) {
        List<List<Job>> chunks = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i += size) {
            chunks.add(jobs.subList(i, Math.min(jobs.size(), i + size)));
        }
        return chunks;
    }
}

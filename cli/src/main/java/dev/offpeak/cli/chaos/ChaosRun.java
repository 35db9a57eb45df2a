package dev.offpeak.cli.chaos;

import static dev.offpeak.cli.terminal.Words.count;

import dev.offpeak.aws.HmacSigner;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.stack.LocalStack;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.stack.Sqs;
import dev.offpeak.cli.terminal.Trouble;
import dev.offpeak.cli.terminal.Words;
import dev.offpeak.core.id.JobIds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// One run on a stack that is up: jobs flow while parts are killed, then everything is left in peace and checked.
public final class ChaosRun {
    private static final int SENDERS = 6;
    private static final long LOOK_AGAIN_MILLIS = 5_000;

    private final LocalStack stack;
    private final Request request;
    private final InstantSource time;
    private final Consumer<String> say;
    private final Instant begun;
    private final Promises promises = new Promises();
    private final Killer killer;
    private final Store store;

    /// @param killing how long parts are killed; jobs are sent in the first half of it, so that their
    /// batches and answers are hit as well
    /// @param drain how long everything may take to come to rest afterwards
    public record Request(int jobs, long seed, Duration killing, Duration drain) {}

    /// What came of it, in words.
    public record Result(boolean good, List<String> lines) {}

    /// @param say takes a line of progress now and then
    public ChaosRun(LocalStack stack, Request request, InstantSource time, Consumer<String> say) {
        this.stack = stack;
        this.request = request;
        this.time = time;
        this.say = say;
        this.begun = time.instant();
        this.killer = new Killer(stack, new Random(request.seed()));
        this.store = new Store(stack.stack());
    }

    public Result run() throws InterruptedException {
        Deadline end = Deadline.in(request.killing().plus(request.drain()), time);
        RunningStack addresses = stack.addresses();
        JobIds ids = new JobIds(new HmacSigner(Base64.getDecoder().decode(addresses.idSecret())));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                SqsClient sqs = Sqs.client(addresses.sqs())) {
            Sender.Doors doors =
                    new Sender.Doors(addresses.gateway(), sqs, addresses.sqs().jobs());
            try (Sender sender = new Sender(doors, ids, promises, end)) {
                threads.execute(() -> quietly(() -> killer.run(Deadline.in(request.killing(), time))));
                sendAll(threads, sender);
                threads.shutdown();
                while (!threads.awaitTermination(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    progress("sending");
                }
            }
        }
        Instant calm = time.instant();
        boolean settled = settle(end);
        return result(settled, Duration.between(calm, time.instant()));
    }

    private void sendAll(ExecutorService threads, Sender sender) {
        List<List<Item>> calls = Sender.calls(Workload.of(request.jobs(), new Random(request.seed())));
        long everyMillis = request.killing().toMillis() / 2 / calls.size();
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < SENDERS; i++) {
            threads.execute(() -> quietly(() -> {
                for (int call = next.getAndIncrement(); call < calls.size(); call = next.getAndIncrement()) {
                    Duration early = Duration.between(time.instant(), begun.plusMillis(everyMillis * call));
                    if (early.isPositive()) {
                        Thread.sleep(early);
                    }
                    sender.send(calls.get(call));
                }
            }));
        }
    }

    /// Waits until nothing moves any more; false when that takes too long.
    private boolean settle(Deadline end) throws InterruptedException {
        int restful = 0;
        for (int look = 0; !end.isOver() && restful < 2; look++) {
            restful = isAtRest(look) ? restful + 1 : 0;
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        return restful == 2;
    }

    // Rows are many and slow to scan: while there are messages, only every fourth look goes through them.
    private boolean isAtRest(int look) {
        try {
            int messages = store.queued().entrySet().stream()
                    .filter(queue -> !queue.getKey().equals("DeadQueue"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            List<String> unfinished = store.unfinished();
            if (messages + unfinished.size() > 0 && look % 4 > 0) {
                return false;
            }
            List<Row> rows = store.rows();
            long open = rows.stream().filter(row -> row.ending().isEmpty()).count();
            progress(count(rows.size()) + " rows, " + count(open) + " open, " + count(messages) + " messages, "
                    + count(unfinished.size()) + " segments, bundles and batches");
            return open == 0 && messages == 0 && unfinished.isEmpty() && rows.size() >= promises.count();
        } catch (SdkException restarting) {
            return false;
        }
    }

    private Result result(boolean settled, Duration drained) throws InterruptedException {
        Facts facts = new Facts(
                promises,
                store.rows(),
                store.ledger(),
                bill(),
                store.queued(),
                store.dead(),
                store.unfinished().size(),
                killer.count());
        List<Invariant> invariants = Invariants.of(facts);
        List<String> lines = new ArrayList<>();
        lines.add("seed " + request.seed() + ", " + count(request.jobs()) + " jobs in "
                + Words.clock(Duration.between(begun, time.instant())) + ", at rest "
                + (settled ? Words.clock(drained) + " after the last kill" : "never"));
        lines.add("killed: " + killed());
        lines.add("");
        for (Invariant invariant : invariants) {
            lines.add((invariant.holds() ? "  held    " : "  BROKEN  ") + invariant.name() + ": " + invariant.detail());
            invariant.offenders().stream().limit(20).forEach(offender -> lines.add("            " + offender));
            if (invariant.offenders().size() > 20) {
                lines.add("            and " + count(invariant.offenders().size() - 20L) + " more");
            }
        }
        return new Result(invariants.stream().allMatch(Invariant::holds), lines);
    }

    private String killed() {
        return killer.kills().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(part -> part.getKey() + " " + part.getValue())
                .reduce((a, b) -> a + ", " + b)
                .orElse("nothing");
    }

    private List<Unit> bill() throws InterruptedException {
        URI admin = stack.addresses().simulator().orElseThrow().admin();
        HttpRequest ask = HttpRequest.newBuilder(URI.create(admin + "/bill?detail=true"))
                .timeout(Duration.ofSeconds(60))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(ask, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .map(line -> Unit.of(Json.read(line)))
                    .toList();
        } catch (IOException broken) {
            throw new Trouble("the bill could not be read: " + broken.getMessage(), broken);
        }
    }

    private void progress(String what) {
        say.accept(Words.clock(Duration.between(begun, time.instant())) + "  " + count(promises.count()) + " accepted, "
                + count(killer.count(), "kill", "kills") + ", " + what);
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

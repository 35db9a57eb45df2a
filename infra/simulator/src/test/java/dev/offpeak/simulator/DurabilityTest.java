package dev.offpeak.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A simulator that is killed at random moments: what its clients were told holds, and the bill is what they got.
class DurabilityTest {
    private static final int KILLS = 6;
    private static final int ROWS = 200;
    private static final String MESSAGE_BATCHES = "/anthropic/v1/messages/batches";

    private final long seed = System.nanoTime();
    private final Queue<String> openAiBatches = new ConcurrentLinkedQueue<>();
    private final Queue<String> anthropicBatches = new ConcurrentLinkedQueue<>();
    private final Queue<String> cancelled = new ConcurrentLinkedQueue<>();
    private final Queue<String> files = new ConcurrentLinkedQueue<>();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    @Test
    void what_was_told_survives_kills_and_nothing_is_billed_twice_or_lost() throws Exception {
        try (KilledSimulator simulator = new KilledSimulator(folder)) {
            Instant before = now(simulator);
            work(simulator);
            assertThat(now(simulator)).as("the virtual present").isAfter(before);
            simulator.post("/admin/clock", "{\"advance\":\"PT25H\"}");

            for (String file : files) {
                assertThat(simulator.get("/openai/v1/files/" + file).statusCode())
                        .as(file)
                        .isEqualTo(200);
            }
            Map<String, Set<String>> delivered = delivered(simulator);
            assertThat(delivered.keySet()).as("seed %d", seed).containsAll(openAiBatches);
            assertThat(delivered.keySet()).as("seed %d", seed).containsAll(anthropicBatches);
            assertBilled(simulator, delivered);
        }
    }

    @Test
    void a_torn_last_line_is_as_if_it_had_not_been_written() throws Exception {
        try (KilledSimulator simulator = new KilledSimulator(folder)) {
            simulator.post("/openai/v1/chat/completions", chat("sync-1"));
            simulator.kill();
            Files.writeString(folder.resolve("bill.ndjson"), "{\"key\":\"0123}", StandardOpenOption.APPEND);
            Files.writeString(folder.resolve("journal.ndjson"), "{\"fact\":\"batch_cre", StandardOpenOption.APPEND);
            simulator.restart();
            simulator.post("/openai/v1/chat/completions", chat("sync-2"));

            JsonNode total = simulator.getJson("/admin/bill").path("total");
            assertThat(total.path("requests").asInt()).isEqualTo(2);
            assertThat(bill(simulator)).hasSize(2);
        }
    }

    @Test
    void a_second_simulator_may_not_write_to_the_same_folder() throws Exception {
        SimulatorConfig config = SimulatorConfig.defaults().withData(folder);
        try (Simulator first = Simulator.start(config)) {
            assertThat(first.bill().path("total").path("requests").asInt()).isZero();
            assertThatThrownBy(() -> Simulator.start(config))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("journal.ndjson");
        }
    }

    private void work(KilledSimulator simulator) throws Exception {
        Random random = new Random(seed);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> repeat(over, n -> openAi(simulator, n)));
            threads.execute(() -> repeat(over, n -> anthropic(simulator, n)));
            threads.execute(() -> repeat(over, n -> sync(simulator, n)));
            for (int i = 0; i < KILLS; i++) {
                Thread.sleep(300 + random.nextInt(900));
                simulator.kill();
                simulator.restart();
            }
            over.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(openAiBatches).isNotEmpty();
        assertThat(anthropicBatches).isNotEmpty();
        assertThat(answered).isNotEmpty();
    }

    private void openAi(KilledSimulator simulator, int n) throws IOException, InterruptedException {
        String lines = IntStream.range(0, ROWS)
                .mapToObj(i -> OpenAiJobs.line("o-" + n + "-" + i, "gpt-5-nano", "Summarise: text " + i + "."))
                .collect(Collectors.joining("\n"));
        HttpResponse<String> upload = simulator.upload(lines);
        if (upload.statusCode() == 200) {
            String file = Json.MAPPER.readTree(upload.body()).path("id").asText();
            files.add(file);
            String id = created(
                    simulator,
                    "/openai/v1/batches",
                    Json.object()
                            .put("input_file_id", file)
                            .put("endpoint", "/v1/chat/completions")
                            .put("completion_window", "24h"));
            openAiBatches.add(id);
            if (n % 4 == 3
                    && simulator
                                    .post("/openai/v1/batches/" + id + "/cancel", "{}")
                                    .statusCode()
                            == 200) {
                cancelled.add(id);
            }
        }
    }

    private void anthropic(KilledSimulator simulator, int n) throws IOException, InterruptedException {
        ObjectNode body = Json.object();
        var requests = body.putArray("requests");
        for (int i = 0; i < ROWS; i++) {
            ObjectNode request = requests.addObject().put("custom_id", "a-" + n + "-" + i);
            request.set("params", Json.MAPPER.readTree(message("text " + n + " " + i)));
        }
        anthropicBatches.add(created(simulator, MESSAGE_BATCHES, body));
    }

    private void sync(KilledSimulator simulator, int n) throws IOException, InterruptedException {
        String text = "sync-" + n;
        if (simulator.post("/openai/v1/chat/completions", chat(text)).statusCode() == 200) {
            answered.add(text);
        }
    }

    private static String created(KilledSimulator simulator, String path, ObjectNode body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = simulator.post(path, body.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.MAPPER.readTree(answer.body()).path("id").asText();
    }

    /// The rows that succeeded, by batch, of every batch there is: also of those whose create was never answered.
    private Map<String, Set<String>> delivered(KilledSimulator simulator) throws IOException, InterruptedException {
        Map<String, Set<String>> delivered = new HashMap<>();
        for (JsonNode batch : openAiList(simulator)) {
            String id = batch.path("id").asText();
            // a cancel that was not answered may have happened
            assertThat(batch.path("status").asText())
                    .as(id)
                    .isIn("cancelled", cancelled.contains(id) ? "cancelled" : "completed");
            delivered.put(
                    id,
                    succeeded(
                            simulator,
                            "/openai/v1/files/" + batch.path("output_file_id").asText()));
        }
        for (JsonNode batch : simulator.getJson(MESSAGE_BATCHES + "?limit=1000").path("data")) {
            String id = batch.path("id").asText();
            assertThat(batch.path("processing_status").asText()).as(id).isEqualTo("ended");
            delivered.put(id, names(simulator.get(MESSAGE_BATCHES + "/" + id + "/results")));
        }
        return delivered;
    }

    private static List<JsonNode> openAiList(KilledSimulator simulator) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            String after =
                    all.isEmpty() ? "" : "&after=" + all.getLast().path("id").asText();
            page = simulator.getJson("/openai/v1/batches?limit=100" + after);
            page.path("data").forEach(all::add);
        } while (page.path("has_more").asBoolean());
        return all;
    }

    private static Set<String> succeeded(KilledSimulator simulator, String file)
            throws IOException, InterruptedException {
        return file.endsWith("null") ? Set.of() : names(simulator.get(file + "/content"));
    }

    private static Set<String> names(HttpResponse<String> rows) throws IOException {
        assertThat(rows.statusCode()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        for (String row : rows.body().lines().toList()) {
            names.add(Json.MAPPER.readTree(row).path("custom_id").asText());
        }
        assertThat(names).doesNotHaveDuplicates();
        return Set.copyOf(names);
    }

    private void assertBilled(KilledSimulator simulator, Map<String, Set<String>> delivered) throws Exception {
        Map<String, Set<String>> billed = new HashMap<>();
        Map<String, Integer> calls = new HashMap<>();
        long nano = 0;
        for (JsonNode unit : bill(simulator)) {
            nano += unit.path("pico_dollars").asLong();
            String batch = unit.path("batch").asText();
            String row = unit.path("custom_id").asText();
            if (batch.isEmpty()) {
                calls.merge(unit.path("body_sha256").asText(), 1, Integer::sum);
            } else {
                assertThat(billed.computeIfAbsent(batch, id -> new HashSet<>()).add(row))
                        .as("%s of %s billed once, seed %d", row, batch, seed)
                        .isTrue();
            }
        }
        // the row that a cancel swallows is paid for by nobody, as it is in no file
        delivered.values().removeIf(Set::isEmpty);
        assertThat(billed).as("seed %d", seed).isEqualTo(delivered);
        assertThat(calls.values()).allMatch(times -> times == 1);
        assertThat(calls.size()).isGreaterThanOrEqualTo(answered.size()).isLessThanOrEqualTo(answered.size() + KILLS);
        assertThat(simulator
                        .getJson("/admin/bill")
                        .path("total")
                        .path("nano_dollars")
                        .asLong())
                .isEqualTo(nano / 1_000);
    }

    private static List<JsonNode> bill(KilledSimulator simulator) throws IOException, InterruptedException {
        List<JsonNode> units = new ArrayList<>();
        for (String line :
                simulator.get("/admin/bill?detail=true").body().lines().toList()) {
            units.add(Json.MAPPER.readTree(line));
        }
        return units;
    }

    private static Instant now(KilledSimulator simulator) throws IOException, InterruptedException {
        return Instant.parse(
                simulator.getJson("/admin/state").path("clock").path("now").asText());
    }

    private static String chat(String text) {
        return "{\"model\":\"gpt-5-nano\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static String message(String text) {
        return "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\""
                + text + "\"}]}";
    }

    private interface Step {
        void run(int n) throws IOException, InterruptedException;
    }

    // A call that breaks off because of a kill is not repeated: like a caller's, it may or may not have happened.
    private static void repeat(AtomicBoolean over, Step step) {
        for (int n = 0; !over.get(); n++) {
            try {
                step.run(n);
                Thread.sleep(40);
            } catch (IOException killed) {
                // the next one finds it up again
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

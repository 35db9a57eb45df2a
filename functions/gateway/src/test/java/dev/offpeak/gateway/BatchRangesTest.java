package dev.offpeak.gateway;

import static dev.offpeak.gateway.World.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.surface.CallerBatch.Made;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Results that are read in ranges.
class BatchRangesTest {
    private static final String PATH = "/anthropic/v1/messages/batches";

    private final World world = new World();

    @Test
    void any_range_of_the_results_is_what_lies_there_in_the_whole() throws IOException {
        var results = results(2_300);
        var whole = world.answer(Call.get(results));
        assertThat(whole.headers()).containsEntry("Accept-Ranges", "bytes");
        var text = whole.body().text();
        var random = new Random(20261127);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(text.length());
            int to = from + 1 + random.nextInt(text.length() - from);
            var answer = ranged(results, "bytes=" + from + "-" + (to - 1));
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.body().text()).as("bytes %d to %d", from, to).isEqualTo(text.substring(from, to));
            assertThat(answer.headers())
                    .containsEntry("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + text.length());
        }
    }

    @Test
    void a_range_behind_the_end_is_refused_with_the_size() throws IOException {
        var results = results(1);
        int size = world.answer(Call.get(results)).body().length();
        var refused = ranged(results, "bytes=" + size + "-");
        assertThat(refused.status()).isEqualTo(416);
        assertThat(refused.headers()).containsEntry("Content-Range", "bytes */" + size);
        assertThat(json(refused).at("/error/message").asText()).contains(size + " bytes");
    }

    @Test
    void results_larger_than_an_answer_are_refused_whole_and_served_in_ranges() throws IOException {
        var results = results(1);
        grow(300_000_000);
        var refused = world.answer(Call.get(results));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(refused).at("/error/message").asText())
                .contains("300000000 bytes", "'Range: bytes=0-189999999'");
        var answer =
                world.desk().answer(Call.get(results).with("Range", "bytes=5-").request());
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.headers()).containsEntry("Content-Range", "bytes 5-190000004/300000000");
    }

    /// As if the answers had been larger.
    private void grow(long bytes) {
        world.objects.putIfAbsent("index", ("huge " + bytes + " - 0\n").getBytes(US_ASCII));
        var row = world.callerBatches.rows().getFirst();
        world.callerBatches.replace(
                row.with(row.course().with(new Made(1, Optional.of("index"), bytes, 0, Optional.empty()))));
    }

    private HttpResponse ranged(String path, String range) {
        return world.answer(Call.get(path).with("Range", range));
    }

    private String results(int lines) throws IOException {
        var requests = IntStream.range(0, lines)
                .mapToObj(i -> "{\"custom_id\":\"n" + i
                        + "\",\"params\":{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\"}]}}")
                .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
        var path = PATH + "/"
                + json(world.answer(Call.post(PATH, requests))).path("id").asText();
        var queued = new QueuedJobs(world);
        queued.intake().forEach(id -> queued.succeed(id, "{}"));
        assertThat(json(world.answer(Call.get(path))).path("processing_status").asText())
                .isEqualTo("ended");
        return path + "/results";
    }
}

package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchApi.Mark;
import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchApi.SightingsOutcome;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.RowOutcome;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.simulator.Simulator;
import dev.offpeak.simulator.SimulatorConfig;
import dev.offpeak.simulator.faults.Effect;
import dev.offpeak.simulator.faults.FaultRule;
import dev.offpeak.testkit.TextLines;
import dev.offpeak.wire.http.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole way through files, batches and results, against the simulator.
class OpenAiSimulatorTest {
    private static final Endpoint CHAT = new Endpoint("/v1/chat/completions");
    private static final BundleId BUNDLE = new BundleId("bundle_1");

    private Simulator simulator;
    private Provider openAi;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorConfig.defaults());
        openAi = OpenAi.provider(new OpenAiSettings(
                URI.create(simulator.openAiUrl()), () -> "sk-test", Timeouts.DEFAULT, new AccountId("main")));
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Test
    void a_batch_runs_and_every_line_comes_back_under_its_custom_id() throws IOException {
        var batch = submit(lines("fine", "[[sim:error=invalid_request]] no", "[[sim:error=server_error]] later"));
        simulator.advance(Duration.ofHours(25));
        var ended = found(batch);
        assertThat(ended.status()).isInstanceOf(Status.Ended.class);
        var rows = rows(ended);
        assertThat(rows).hasSize(3);
        assertThat(rows)
                .filteredOn(RowOutcome.Succeeded.class::isInstance)
                .singleElement()
                .satisfies(row -> {
                    var succeeded = (RowOutcome.Succeeded) row;
                    assertThat(succeeded.customId()).isEqualTo(id(0).toString());
                    assertThat(succeeded.usage().tier()).isEqualTo(Tier.BATCH);
                    assertThat(succeeded.usage().output()).isPositive();
                });
        assertThat(rows)
                .filteredOn(RowOutcome.Failed.class::isInstance)
                .extracting(row -> ((RowOutcome.Failed) row).retryable())
                .containsExactlyInAnyOrder(false, true);
    }

    @Test
    void a_line_that_expires_says_so() throws IOException {
        var batch = submit(lines("fine", "[[sim:expire]] slow"));
        simulator.advance(Duration.ofHours(25));
        assertThat(rows(found(batch))).contains(new RowOutcome.Expired(id(1).toString()));
    }

    @Test
    void a_cancelled_batch_ends() {
        var batch = submit(lines("one", "two"));
        assertThat(openAi.first().batches().cancel(batch.id())).isInstanceOf(LookupOutcome.Found.class);
        simulator.advance(Duration.ofMinutes(20));
        assertThat(found(batch).status()).isInstanceOf(Status.Ended.class);
        assertThat(openAi.first().batches().cancel(batch.id())).isInstanceOf(LookupOutcome.Found.class);
    }

    @Test
    void a_file_with_two_models_is_invalid_as_a_whole() {
        var other = new Request(CHAT, Headers.NONE, Body.of("{\"model\":\"gpt-4o\",\"messages\":[]}"));
        var batch = submit(TextLines.of(
                openAi.dialect().line(id(0), request("fine")), openAi.dialect().line(id(1), other)));
        simulator.settle();
        simulator.advance(Duration.ofMinutes(5));
        assertThat(found(batch).status()).isInstanceOf(Status.Invalid.class);
    }

    @Test
    void a_create_whose_answer_is_lost_is_in_doubt() {
        var upload = upload(lines("one"));
        simulator.addFault(FaultRule.on("openai.batches.create", new Effect.DropAfter()));
        assertThat(openAi.first().batches().create(order(upload), lines("one")))
                .isInstanceOf(CreateOutcome.InDoubt.class);
    }

    @Test
    void a_batch_whose_create_answer_was_lost_is_listed_with_our_mark() {
        var since = simulator.now().minusSeconds(60);
        for (int i = 0; i < 120; i++) {
            submit(lines("filler"));
        }
        var upload = upload(lines("one"));
        simulator.addFault(FaultRule.on("openai.batches.create", new Effect.DropAfter()));
        assertThat(openAi.first().batches().create(order(upload), lines("one")))
                .isInstanceOf(CreateOutcome.InDoubt.class);
        var seen = (SightingsOutcome.Seen) openAi.first().batches().createdSince(since);
        assertThat(seen.sightings()).hasSize(121);
        assertThat(seen.sightings())
                .extracting(Sighting::mark)
                .contains(Optional.of(new Mark(upload, Optional.of(BUNDLE))));
        assertThat(openAi.first().batches().createdSince(simulator.now().plusSeconds(60)))
                .isEqualTo(new SightingsOutcome.Seen(List.of()));
    }

    @Test
    void a_list_that_cannot_be_read_proves_nothing() {
        simulator.addFault(FaultRule.on("openai.batches.list", new Effect.DropBefore()));
        assertThat(openAi.first().batches().createdSince(simulator.now()))
                .isInstanceOf(SightingsOutcome.Unavailable.class);
    }

    @Test
    void a_forgotten_upload_cannot_become_a_batch_any_more() {
        var upload = upload(lines("one"));
        assertThat(openAi.first().batches().forget(upload)).isTrue();
        assertThat(openAi.first().batches().forget(upload)).isTrue();
        var batch = ((CreateOutcome.Created) openAi.first().batches().create(order(upload), lines("one"))).batch();
        simulator.settle();
        simulator.advance(Duration.ofMinutes(5));
        assertThat(found(batch).status()).isInstanceOf(Status.Invalid.class);
    }

    @Test
    void a_direct_call_reports_its_usage_at_full_price() {
        var answered = (SyncOutcome.Answered) openAi.first().calls().call(request("hello"), Duration.ofSeconds(20));
        assertThat(answered.succeeded()).isTrue();
        var usage = openAi.dialect().readUsage(CHAT, answered.body());
        assertThat(usage.prompt()).isPositive();
        assertThat(usage.tier()).isEqualTo(Tier.STANDARD);
    }

    private BatchView submit(Lines lines) {
        return ((CreateOutcome.Created) openAi.first().batches().create(order(upload(lines)), lines)).batch();
    }

    private String upload(Lines lines) {
        return ((UploadOutcome.Uploaded) openAi.first().batches().upload(BUNDLE, lines)).ref();
    }

    private static BatchOrder order(String upload) {
        return new BatchOrder(BUNDLE, CHAT, Headers.NONE, upload);
    }

    private BatchView found(BatchView batch) {
        return ((LookupOutcome.Found) openAi.first().batches().find(batch.id())).batch();
    }

    private List<RowOutcome> rows(BatchView ended) throws IOException {
        var rows = new ArrayList<RowOutcome>();
        for (var file : ((Status.Ended) ended.status()).files()) {
            try (var in = openAi.first().batches().openResults(file)) {
                for (var row : new String(in.readAllBytes(), UTF_8).split("\n")) {
                    var bytes = row.getBytes(UTF_8);
                    rows.add(openAi.dialect().readRow(CHAT, bytes, 0, bytes.length));
                }
            }
        }
        return rows;
    }

    private Lines lines(String... prompts) {
        var lines = new byte[prompts.length][];
        for (int i = 0; i < prompts.length; i++) {
            lines[i] = openAi.dialect().line(id(i), request(prompts[i]));
        }
        return TextLines.of(lines);
    }

    private static Request request(String prompt) {
        return new Request(
                CHAT,
                Headers.NONE,
                Body.of("{\"model\":\"gpt-4o-mini\",\n\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt
                        + "\"}]}"));
    }

    private static CustomId id(int line) {
        return new CustomId(new JobId("job_" + "0".repeat(36) + line), 1);
    }
}

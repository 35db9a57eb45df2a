package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.BatchInput;
import dev.offpeak.core.surface.BatchUsage;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatch.Course;
import dev.offpeak.core.surface.CallerBatch.Made;
import dev.offpeak.core.surface.CallerBatch.Order;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.core.surface.Flaw;
import dev.offpeak.core.surface.Stretch;
import dev.offpeak.core.surface.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [CallerBatchStore] does; each test starts with an empty store.
public abstract class CallerBatchStoreContract {
    private final Random random = new Random(20261127);

    protected abstract CallerBatchStore batches();

    @Test
    void a_batch_reads_back_as_it_was_written() {
        var full = new CallerBatch(
                name(Samples.NOW),
                Samples.tenant(),
                new Order(
                        Samples.OPENAI,
                        new Endpoint("/v1/embeddings"),
                        Samples.NOW,
                        Samples.NOW.plus(Samples.DAY),
                        7,
                        2,
                        Optional.of(new BatchInput(
                                "file-1",
                                Optional.of("text-embedding-3-small"),
                                Optional.of(Duration.ofHours(1)),
                                Map.of("team", "grün", "run", ""),
                                List.of(
                                        new Flaw("invalid_url", "no", Optional.of("url"), Optional.of(3)),
                                        new Flaw("empty_file", "empty", Optional.empty(), Optional.empty()))))),
                Course.START
                        .sentAt(Samples.NOW)
                        .with("callers/a/progress", new Tally(1, 2, 3, 4))
                        .canceledAt(Samples.NOW.plusSeconds(1))
                        .settledAt(Samples.NOW.plusSeconds(2))
                        .with(new Made(
                                7,
                                Optional.of("callers/a/parts"),
                                3_000_000_000L,
                                5,
                                Optional.of(new BatchUsage(50_000_000_000L, 2, 3, 4))))
                        .endedAt(Samples.NOW.plusSeconds(3)),
                1);
        var bare = batch(Samples.tenant(), Samples.NOW);
        var plain = of(new BatchInput("file-2", Optional.empty(), Optional.empty(), Map.of(), List.of()));
        assertThat(batches().create(full)).isEqualTo(Write.done());
        assertThat(batches().create(bare)).isEqualTo(Write.done());
        assertThat(batches().create(plain)).isEqualTo(Write.done());
        assertThat(batches().find(full.name())).contains(full);
        assertThat(batches().find(bare.name())).contains(bare);
        assertThat(batches().find(plain.name())).contains(plain);
        assertThat(batches().find(name(Samples.NOW))).isEmpty();
    }

    @Test
    void a_name_is_taken_once() {
        var batch = batch(Samples.tenant(), Samples.NOW);
        batches().create(batch);
        assertThat(batches().create(batch.with(batch.course().asHidden()))).isEqualTo(Write.lost(batch));
    }

    @Test
    void a_replacement_names_the_version_it_saw() {
        var batch = batch(Samples.tenant(), Samples.NOW);
        batches().create(batch);
        var next = batch.with(batch.course().with("progress", Tally.NONE));
        assertThat(batches().replace(next)).isEqualTo(Write.done());
        assertThat(batches().replace(batch.with(batch.course().canceledAt(Samples.NOW))))
                .isEqualTo(Write.lost(next));
        assertThat(batches().find(batch.name())).contains(next);
    }

    @Test
    void a_list_is_walked_both_ways() {
        var tenant = Samples.tenant();
        var oldestFirst = IntStream.range(0, 6)
                .mapToObj(i -> batch(tenant, Samples.NOW.plusMillis(i)))
                .toList();
        oldestFirst.reversed().forEach(batches()::create);
        batches().create(batch(Samples.tenant(), Samples.NOW));

        assertThat(list(tenant, new Stretch(Optional.empty(), false, 100))).isEqualTo(oldestFirst.reversed());
        assertThat(list(tenant, new Stretch(Optional.empty(), true, 2))).isEqualTo(oldestFirst.subList(0, 2));
        var third = Optional.of(oldestFirst.get(3).place());
        assertThat(list(tenant, new Stretch(third, false, 2))).containsExactly(oldestFirst.get(2), oldestFirst.get(1));
        assertThat(list(tenant, new Stretch(third, true, 9))).containsExactly(oldestFirst.get(4), oldestFirst.get(5));
        assertThat(batches().list(tenant, new dev.offpeak.core.id.ProviderId("other"), new Stretch(third, true, 9)))
                .isEmpty();
    }

    @Test
    void what_is_not_sent_yet_is_on_no_list_and_can_be_found() {
        var batch = batch(Samples.tenant(), Samples.NOW);
        var fresh = new CallerBatch(batch.name(), batch.tenant(), batch.what(), Course.START, 1);
        batches().create(fresh);
        assertThat(list(fresh.tenant(), new Stretch(Optional.empty(), false, 5)))
                .isEmpty();
        assertThat(batches().find(fresh.name())).contains(fresh);
        var canceled = fresh.with(fresh.course().canceledAt(Samples.NOW));
        batches().replace(canceled);
        assertThat(list(fresh.tenant(), new Stretch(Optional.empty(), false, 5)))
                .containsExactly(canceled);
    }

    @Test
    void what_is_hidden_is_on_no_list_and_can_be_found() {
        var batch = batch(Samples.tenant(), Samples.NOW);
        batches().create(batch);
        var hidden = batch.with(batch.course().asHidden());
        batches().replace(hidden);
        assertThat(list(batch.tenant(), new Stretch(Optional.empty(), false, 5)))
                .isEmpty();
        assertThat(batches().find(batch.name())).contains(hidden);
    }

    private List<CallerBatch> list(TenantId tenant, Stretch stretch) {
        return batches().list(tenant, Samples.OPENAI, stretch);
    }

    private CallerBatch of(BatchInput input) {
        return batch(Samples.tenant(), Samples.NOW, Optional.of(input));
    }

    private CallerBatch batch(TenantId tenant, Instant at) {
        return batch(tenant, at, Optional.empty());
    }

    private CallerBatch batch(TenantId tenant, Instant at, Optional<BatchInput> input) {
        var order = new Order(Samples.OPENAI, Samples.CHAT, at, at.plus(Samples.DAY), 3, 1, input);
        return new CallerBatch(name(at), tenant, order, Course.START.sentAt(Samples.NOW), 1);
    }

    private CallerName name(Instant at) {
        return CallerName.fresh(at, random);
    }
}

package dev.offpeak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchApi.SightingsOutcome;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.RowOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the workers rely on in a provider's batches, of those a simulation makes up as of those behind an adapter.
public abstract class BatchApiContract {
    private static final int LINES = 6;
    private static final TenantId TENANT = new TenantId("acme");

    protected abstract Provider provider();

    /// Some request, another one for each number.
    protected abstract Request request(int number);

    protected abstract Instant now();

    protected abstract void pass(Duration time);

    private final BundleId bundle = Samples.bundleId();
    private final List<CustomId> sent = new ArrayList<>();
    private String upload = "";

    private BatchApi api() {
        return provider().first().batches();
    }

    private BatchView create() {
        var lines = lines();
        upload = ((UploadOutcome.Uploaded) api().upload(bundle, lines)).ref();
        return created(lines);
    }

    private BatchView created(Lines lines) {
        return ((CreateOutcome.Created) api().create(order(), lines)).batch();
    }

    private BatchOrder order() {
        var request = request(0);
        return new BatchOrder(bundle, request.endpoint(), request.headers(), upload);
    }

    private Lines lines() {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < LINES; i++) {
            var id = new CustomId(Samples.jobId(TENANT), 1 + i % 2);
            sent.add(id);
            bytes.writeBytes(provider().dialect().line(id, request(i)));
        }
        return new Bytes(bytes.toByteArray());
    }

    private record Bytes(byte[] all) implements Lines {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(all);
        }

        @Override
        public int count() {
            return LINES;
        }

        @Override
        public long bytes() {
            return all.length;
        }
    }

    private BatchView find(BatchId id) {
        return ((LookupOutcome.Found) api().find(id)).batch();
    }

    private List<RowOutcome> rows(BatchView ended) throws IOException {
        var rows = new ArrayList<RowOutcome>();
        for (var file : ((Status.Ended) ended.status()).files()) {
            try (var in = api().openResults(file)) {
                for (var row : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                    var bytes = row.getBytes(UTF_8);
                    rows.add(provider().dialect().readRow(request(0).endpoint(), bytes, 0, bytes.length));
                }
            }
        }
        return rows;
    }

    @Test
    void a_batch_runs_ends_and_answers_every_line_once_under_its_custom_id() throws IOException {
        var batch = create();
        assertThat(batch.status()).isInstanceOf(Status.Running.class);
        pass(Duration.ofHours(25));
        var answered = new HashMap<String, Integer>();
        for (var row : rows(find(batch.id()))) {
            var success = (RowOutcome.Succeeded) row;
            answered.merge(success.customId(), 1, Integer::sum);
            assertThat(success.usage().output()).isPositive();
            assertThat(success.body().length()).isPositive();
        }
        assertThat(answered.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(CustomId::toString).toList());
        assertThat(answered.values()).allMatch(times -> times == 1);
    }

    @Test
    void the_account_lists_its_batches_since_a_moment_with_the_marks_it_can_bear() {
        var before = now().minusSeconds(5);
        var batch = create();
        pass(Duration.ofMinutes(1));
        var seen = ((SightingsOutcome.Seen) api().createdSince(before)).sightings();
        assertThat(seen).extracting(Sighting::batch).extracting(BatchView::id).containsExactly(batch.id());
        var mark = seen.getFirst().mark();
        assertThat(mark.isPresent()).isEqualTo(api().marks());
        mark.ifPresent(left -> {
            assertThat(left.bundle()).contains(bundle);
            assertThat(left.upload()).isEqualTo(upload);
        });
        pass(Duration.ofMinutes(10));
        assertThat(((SightingsOutcome.Seen) api().createdSince(now())).sightings())
                .extracting(sighting -> sighting.batch().id())
                .doesNotContain(batch.id());
    }

    @Test
    void without_a_mark_the_list_tells_how_many_lines_there_are() {
        var batch = create();
        assertThat(find(batch.id()).counts().total()).isIn(api().marks() ? List.of(0, LINES) : List.of(LINES));
    }

    @Test
    void a_batch_nobody_created_is_not_found() {
        assertThat(api().find(new BatchId(create().id() + "0"))).isInstanceOf(LookupOutcome.NotFound.class);
    }

    @Test
    void a_cancelled_batch_ends_within_minutes_and_a_line_is_answered_at_most_once() throws IOException {
        var batch = create();
        // one that is still being validated may not show it yet
        assertThat(api().cancel(batch.id())).isInstanceOf(LookupOutcome.Found.class);
        pass(Duration.ofMinutes(15));
        var told = new ArrayList<String>();
        for (var row : rows(find(batch.id()))) {
            told.add(
                    switch (row) {
                        case RowOutcome.Succeeded ok -> ok.customId();
                        case RowOutcome.Canceled off -> off.customId();
                        default -> throw new AssertionError("neither done nor cancelled: " + row);
                    });
        }
        assertThat(told)
                .doesNotHaveDuplicates()
                .isSubsetOf(sent.stream().map(CustomId::toString).toList());
    }

    @Test
    void a_batch_that_is_over_can_be_asked_to_be_cancelled_and_stays_as_it_is() {
        var batch = create();
        pass(Duration.ofHours(25));
        assertThat(((LookupOutcome.Found) api().cancel(batch.id())).batch().status())
                .isInstanceOf(Status.Ended.class);
    }

    @Test
    void nothing_runs_from_an_upload_that_is_forgotten() {
        var lines = lines();
        upload = ((UploadOutcome.Uploaded) api().upload(bundle, lines)).ref();
        assertThat(api().forget(upload)).isTrue();
        if (!upload.isEmpty() && api().create(order(), lines) instanceof CreateOutcome.Created(var batch)) {
            pass(Duration.ofHours(1));
            assertThat(find(batch.id()).status()).isInstanceOf(Status.Invalid.class);
        }
    }
}

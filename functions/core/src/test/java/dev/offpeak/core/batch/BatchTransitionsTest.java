package dev.offpeak.core.batch;

import static dev.offpeak.core.Samples.ACCOUNT;
import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.BATCH;
import static dev.offpeak.core.Samples.BUNDLE;
import static dev.offpeak.core.Samples.KEY;
import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Seeds;
import dev.offpeak.core.batch.BatchEvent.Advance;
import dev.offpeak.core.batch.BatchEvent.Cancel;
import dev.offpeak.core.batch.BatchEvent.Copy;
import dev.offpeak.core.batch.BatchEvent.End;
import dev.offpeak.core.batch.BatchEvent.Finish;
import dev.offpeak.core.batch.BatchState.Active;
import dev.offpeak.core.batch.BatchState.Canceling;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.batch.BatchState.Copied;
import dev.offpeak.core.batch.BatchState.Ended;
import dev.offpeak.core.batch.BatchState.Imported;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.state.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTransitionsTest {
    private static final List<String> OBJECTS = List.of("output", "errors");

    @Test
    void a_batch_carries_its_files_objects_and_tally_from_state_to_state() {
        assertThat(BatchTransitions.on(new Active(), new End(List.of("file-2", "file-3"))))
                .isEqualTo(Step.to(new Ended(List.of("file-2", "file-3"))));
        assertThat(BatchTransitions.on(new Canceling(), new End(List.of("file-2"))))
                .isEqualTo(Step.to(new Ended(List.of("file-2"))));
        assertThat(BatchTransitions.on(new Ended(List.of("file-2")), new Copy(OBJECTS)))
                .isEqualTo(Step.to(new Copied(OBJECTS, Checkpoint.START)));
        var tally = new Tally(3, 1, 0, 2);
        assertThat(BatchTransitions.on(new Copied(OBJECTS, new Checkpoint(2, 0, tally)), new Finish()))
                .isEqualTo(Step.to(new Imported(tally)));
    }

    @Test
    void a_checkpoint_only_moves_forward_by_object_then_by_offset() {
        Seeds.each(500, seeds -> {
            var from = someCheckpoint(seeds);
            var to = someCheckpoint(seeds);
            boolean ahead = position(to) > position(from);
            assertThat(BatchTransitions.on(new Copied(OBJECTS, from), new Advance(to)))
                    .isEqualTo(ahead ? Step.to(new Copied(OBJECTS, to)) : Step.stays("the import is further already"));
        });
    }

    @Test
    void the_same_chunk_imported_by_two_pollers_counts_once() {
        var chunk = new Advance(new Checkpoint(0, 700, new Tally(10, 0, 0, 0)));
        assertThat(BatchTransitions.on(new Copied(OBJECTS, Checkpoint.START), chunk))
                .isInstanceOf(Step.Moved.class);
        assertThat(BatchTransitions.on(new Copied(OBJECTS, chunk.to()), chunk)).isInstanceOf(Step.Stays.class);
    }

    @Test
    void nothing_moves_an_imported_batch() {
        for (var event : List.of(
                new Cancel(),
                new End(List.of()),
                new Copy(OBJECTS),
                new Advance(new Checkpoint(9, 9, Tally.NONE)),
                new Finish())) {
            assertThat(BatchTransitions.on(new Imported(Tally.NONE), event)).isEqualTo(Step.stays("is imported"));
        }
    }

    @Test
    void an_event_that_loses_says_where() {
        assertThat(BatchTransitions.on(new Active(), new Finish())).isEqualTo(Step.stays("does not happen in ACTIVE"));
        assertThat(BatchTransitions.on(new Canceling(), new Cancel()))
                .isEqualTo(Step.stays("does not happen in CANCELING"));
        assertThat(BatchTransitions.on(new Ended(List.of()), new Cancel()))
                .isEqualTo(Step.stays("does not happen in ENDED"));
        assertThat(BatchTransitions.on(new Copied(OBJECTS, Checkpoint.START), new Cancel()))
                .isEqualTo(Step.stays("does not happen in COPIED"));
    }

    @Test
    void tallies_add_up_field_by_field() {
        assertThat(new Tally(1, 2, 3, 4).plus(new Tally(10, 20, 30, 40))).isEqualTo(new Tally(11, 22, 33, 44));
        assertThat(new Tally(1, 2, 3, 4).plus(Tally.NONE)).isEqualTo(new Tally(1, 2, 3, 4));
    }

    @Test
    void every_change_of_a_row_raises_its_version_and_keeps_what_it_was_adopted_with() {
        var counts = new Counts(5, 2, 1);
        var batch = batch(new Active(), Counts.NONE, 7);
        assertThat(batch.with(new Canceling(), counts, NOW)).isEqualTo(batch(new Canceling(), counts, 8));
        assertThat(batch.with(new Canceling(), NOW)).isEqualTo(batch(new Canceling(), Counts.NONE, 8));
    }

    @Test
    void a_batch_and_its_states_keep_copies_of_what_they_are_given() {
        var names = new ArrayList<>(List.of("file-1"));
        var tenants = new HashMap<>(Map.of(ACME, 5));
        var ended = new Ended(names);
        var copied = new Copied(names, Checkpoint.START);
        var batch = new Batch(
                BATCH,
                BUNDLE,
                "m-1",
                KEY,
                ACCOUNT,
                5,
                tenants,
                NOW,
                Optional.empty(),
                Urgency.by(NOW),
                ended,
                Counts.NONE,
                NOW,
                1);
        names.clear();
        tenants.clear();
        assertThat(ended.files()).containsExactly("file-1");
        assertThat(copied.objects()).containsExactly("file-1");
        assertThat(batch.tenants()).containsEntry(ACME, 5);
    }

    private static Batch batch(BatchState state, Counts counts, long version) {
        return new Batch(
                BATCH,
                BUNDLE,
                "m-1",
                KEY,
                ACCOUNT,
                5,
                Map.of(ACME, 5),
                NOW,
                Optional.empty(),
                Urgency.by(NOW),
                state,
                counts,
                NOW,
                version);
    }

    private static Checkpoint someCheckpoint(Seeds seeds) {
        return new Checkpoint(seeds.between(0, 2), seeds.between(0, 3), Tally.NONE);
    }

    private static long position(Checkpoint checkpoint) {
        return checkpoint.object() * 1000L + checkpoint.offset();
    }
}

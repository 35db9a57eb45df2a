package dev.offpeak.simulator.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.batch.BatchFaults;
import dev.offpeak.simulator.batch.Inspection;
import dev.offpeak.simulator.batch.Tally;
import dev.offpeak.simulator.bill.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One fact in the journal. Facts are only ever added; a later one may end what an earlier one began.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Entry.ClockSet.class, name = "clock_set"),
    @JsonSubTypes.Type(value = Entry.FileAdded.class, name = "file_added"),
    @JsonSubTypes.Type(value = Entry.FileDeleted.class, name = "file_deleted"),
    @JsonSubTypes.Type(value = Entry.BatchCreated.class, name = "batch_created"),
    @JsonSubTypes.Type(value = Entry.BatchInspected.class, name = "batch_inspected"),
    @JsonSubTypes.Type(value = Entry.BatchCancelled.class, name = "batch_cancelled"),
    @JsonSubTypes.Type(value = Entry.BatchSettled.class, name = "batch_settled"),
    @JsonSubTypes.Type(value = Entry.BatchDeleted.class, name = "batch_deleted")
})
public sealed interface Entry {
    /// A process took the folder over.
    ///
    /// @param speed what its command line asked for, which an administrator may have changed since
    record Started(double speed) implements Entry {}

    /// From the real moment on, virtual time runs from the virtual one at that speed.
    record ClockSet(Instant real, Instant virtual, double speed) implements Entry {}

    /// An upload or a result of a batch; its bytes were on disk before.
    ///
    /// @param bytes name of the file that holds them
    record FileAdded(
            String id,
            String owner,
            String filename,
            String purpose,
            String bytes,
            Instant createdAt,
            @Nullable Instant expiresAt)
            implements Entry {}

    record FileDeleted(String id) implements Entry {}

    /// A batch of either provider.
    ///
    /// @param details what only the provider's own code understands
    record BatchCreated(
            String provider, String id, String owner, Instant createdAt, BatchFaults faults, JsonNode details)
            implements Entry {}

    /// Either accepted, or refused for these problems.
    record BatchInspected(String id, Inspection.@Nullable Accepted accepted, List<Inspection.Problem> problems)
            implements Entry {
        public static BatchInspected of(String id, Inspection inspection) {
            return switch (inspection) {
                case Inspection.Accepted accepted -> new BatchInspected(id, accepted, List.of());
                case Inspection.Rejected(var problems) -> new BatchInspected(id, null, problems);
            };
        }

        public Inspection inspection() {
            return accepted != null ? accepted : new Inspection.Rejected(problems);
        }
    }

    record BatchCancelled(String id, Instant at) implements Entry {}

    /// Its results are on disk and its rows are on the bill.
    record BatchSettled(
            String id,
            int succeeded,
            int failed,
            int expired,
            int cancelled,
            Usage usage,
            @Nullable String output,
            @Nullable String errors)
            implements Entry {
        public static BatchSettled of(String id, Tally tally) {
            return new BatchSettled(
                    id,
                    tally.succeeded(),
                    tally.failed(),
                    tally.expired(),
                    tally.cancelled(),
                    tally.usage(),
                    tally.output().orElse(null),
                    tally.errors().orElse(null));
        }

        public Tally tally() {
            return new Tally(
                    succeeded,
                    failed,
                    expired,
                    cancelled,
                    usage,
                    Optional.ofNullable(output),
                    Optional.ofNullable(errors));
        }
    }

    record BatchDeleted(String id) implements Entry {}
}

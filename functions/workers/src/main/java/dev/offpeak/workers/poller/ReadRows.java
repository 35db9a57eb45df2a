package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.provider.Dialect;
import dev.offpeak.core.provider.RowOutcome;
import dev.offpeak.workers.lines.LineStream;
import dev.offpeak.workers.lines.Roster;
import dev.offpeak.workers.lines.Verdict;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Judges result rows: what each means for the job it belongs to.
final class ReadRows {
    private static final Logger LOG = System.getLogger(ReadRows.class.getName());

    private final Batch batch;
    private final Dialect dialect;
    private final Roster roster;
    private final Retries retries;

    ReadRows(Batch batch, Dialect dialect, Roster roster, Retries retries) {
        this.batch = batch;
        this.dialect = dialect;
        this.roster = roster;
        this.retries = retries;
    }

    /// Empty for a row that belongs to no line of this batch, or that cannot be read: its line counts as missing.
    Optional<Verdict> judge(String object, LineStream row) {
        return switch (dialect.readRow(batch.key().endpoint(), row.buffer(), row.from(), row.to())) {
            case RowOutcome.Succeeded ok ->
                known(ok.customId(), object, row)
                        .map(id -> new Verdict.Success(
                                id, by(object, row), ok.model(), stored(ok.body(), object, row), ok.usage()));
            case RowOutcome.Failed(var customId, var failure, var retryable, var body) -> {
                var reason = new Reason(failure.code(), failure.message());
                var answer = body.map(place -> stored(place, object, row));
                yield known(customId, object, row)
                        .map(id -> retryable
                                ? retries.tried(id, by(object, row), reason, answer)
                                : new Verdict.Failure(id, by(object, row), reason, answer));
            }
            case RowOutcome.Expired(var customId) ->
                known(customId, object, row)
                        .map(id -> retries.tried(
                                id, by(object, row), new Reason("batch_expired", "the batch ran out of time")));
            case RowOutcome.Canceled(var customId) ->
                known(customId, object, row)
                        .map(id -> retries.tried(
                                id, by(object, row), new Reason("batch_cancelled", "the batch was cancelled")));
            case RowOutcome.Unreadable(var why) -> {
                LOG.log(Level.WARNING, "{0} at {1}: unreadable row: {2}", object, row.offset(), why);
                yield Optional.empty();
            }
        };
    }

    private static Answer stored(RowOutcome.Place body, String object, LineStream row) {
        return new Answer.Stored(body.status(), object, row.offset() + body.offset(), body.length());
    }

    private Optional<CustomId> known(String customId, String object, LineStream row) {
        var id = CustomId.parse(customId).filter(roster::contains);
        if (id.isEmpty()) {
            LOG.log(Level.WARNING, "{0} at {1}: a row of no line of this batch", object, row.offset());
        }
        return id;
    }

    private String by(String object, LineStream row) {
        return batch.id() + "#" + object.substring(object.lastIndexOf('/') + 1) + ":" + row.offset();
    }
}

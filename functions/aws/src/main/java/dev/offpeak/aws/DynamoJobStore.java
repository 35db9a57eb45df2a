package dev.offpeak.aws;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.parallel.AtOnce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// Job rows in DynamoDB, written in bulk by PartiQL statements of which each wins or loses alone.
///
/// The SDK repeats a call whose reply was lost, and the repetition meets the first try's writes: a `Lost` whose current
/// row says what was to be written is one's own win. Callers tell by the row's segment or its `by`.
public final class DynamoJobStore implements JobStore {
    /// The most `BatchExecuteStatement` takes.
    private static final int STATEMENTS = 25;

    private static final int WIDTH = 8;

    private final DynamoDbClient dynamo;
    private final Tables tables;
    private final AtOnce parallel;
    private final Items items;

    public DynamoJobStore(DynamoDbClient dynamo, Tables tables) {
        this(dynamo, tables, WIDTH);
    }

    /// @param width how many calls are made at once
    public DynamoJobStore(DynamoDbClient dynamo, Tables tables, int width) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.parallel = new AtOnce(width);
        this.items = new Items(dynamo, parallel);
    }

    @Override
    public Optional<JobRow> find(JobId id) {
        return items.find(tables.jobs(), id.value()).map(JobItems::row);
    }

    @Override
    public Map<JobId, JobRow> findAll(Set<JobId> ids) {
        return items.findAll(tables.jobs(), ids.stream().map(JobId::value).toList()).values().stream()
                .map(JobItems::row)
                .collect(Collectors.toMap(JobRow::id, row -> row));
    }

    @Override
    public List<Write<JobRow>> insert(List<JobRow> rows) {
        var writes = execute(rows.stream().map(this::insertion).toList());
        return withRows(rows, writes);
    }

    @Override
    public List<Write<JobRow>> apply(List<Change> changes) {
        return execute(changes.stream()
                .map(change -> JobUpdate.of(change.event()).statement(tables.jobs(), change.id()))
                .toList());
    }

    @Override
    public Write<JobRow> apply(Change change, LedgerLine line) {
        var job = JobUpdate.of(change.event()).update(tables.jobs(), change.id());
        var both = List.of(
                TransactWriteItem.builder().update(job).build(),
                TransactWriteItem.builder()
                        .update(LedgerItems.addition(tables.ledger(), line))
                        .build());
        return Items.write(
                () -> Conflicts.repeat(() -> dynamo.transactWriteItems(request -> request.transactItems(both))),
                JobItems::row);
    }

    private BatchStatementRequest insertion(JobRow row) {
        var item = JobItems.item(row);
        var names = String.join("':?,'", item.keySet());
        return BatchStatementRequest.builder()
                .statement("INSERT INTO \"" + tables.jobs() + "\" VALUE {'" + names + "':?}")
                .parameters(item.values())
                .build();
    }

    private List<Write<JobRow>> execute(List<BatchStatementRequest> statements) {
        return parallel.map(Chunks.of(statements, STATEMENTS), this::executeChunk).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Write<JobRow>> executeChunk(List<BatchStatementRequest> chunk) {
        try {
            return dynamo.batchExecuteStatement(request -> request.statements(chunk)).responses().stream()
                    .map(DynamoJobStore::write)
                    .toList();
        } catch (SdkException e) {
            return chunk.stream()
                    .<Write<JobRow>>map(statement -> new Write.NotDone<>(e.toString()))
                    .toList();
        }
    }

    private static Write<JobRow> write(BatchStatementResponse response) {
        var error = response.error();
        if (error == null) {
            return Write.done();
        }
        return switch (error.code()) {
            case BatchStatementErrorCodeEnum.DUPLICATE_ITEM -> Write.lost();
            case BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED ->
                new Write.Lost<>(Row.of(error.item()).map(JobItems::row));
            default -> new Write.NotDone<>(error.codeAsString() + ": " + error.message());
        };
    }

    // DuplicateItem does not bring the item along
    private List<Write<JobRow>> withRows(List<JobRow> rows, List<Write<JobRow>> writes) {
        var lost = new ArrayList<String>();
        for (int i = 0; i < rows.size(); i++) {
            if (writes.get(i) instanceof Write.Lost) {
                lost.add(rows.get(i).id().value());
            }
        }
        if (lost.isEmpty()) {
            return writes;
        }
        var standing = new HashMap<String, JobRow>();
        read(lost).forEach((id, row) -> standing.put(id, JobItems.row(row)));
        var told = new ArrayList<Write<JobRow>>();
        for (int i = 0; i < rows.size(); i++) {
            told.add(
                    writes.get(i) instanceof Write.Lost
                            ? new Write.Lost<>(Optional.ofNullable(
                                    standing.get(rows.get(i).id().value())))
                            : writes.get(i));
        }
        return told;
    }

    // an unreadable row is no reason to forget who lost: the loser may look for itself
    private Map<String, Row> read(List<String> ids) {
        try {
            return items.findAll(tables.jobs(), ids);
        } catch (SdkException e) {
            return Map.of();
        }
    }
}

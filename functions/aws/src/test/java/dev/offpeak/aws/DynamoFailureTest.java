package dev.offpeak.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.store.Write;
import dev.offpeak.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// What the job store says when DynamoDB is unwell, which no emulator can be made to be.
final class DynamoFailureTest {
    private static final Tables TABLES = new Tables("jobs", "work", "ledger", "keys");

    @Test
    void only_a_duplicate_or_a_failed_condition_is_a_loss() {
        for (var code : BatchStatementErrorCodeEnum.knownValues()) {
            var jobs = new DynamoJobStore(new Scripted().everyStatement(error(code.toString())), TABLES);
            boolean isLoss = code == BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED
                    || code == BatchStatementErrorCodeEnum.DUPLICATE_ITEM;
            assertThat(jobs.apply(List.of(change(Samples.job(Samples.staged())))))
                    .as("%s", code)
                    .hasOnlyElementsOfType(isLoss ? Write.Lost.class : Write.NotDone.class);
        }
    }

    @Test
    void an_error_code_nobody_knows_yet_is_not_a_loss() {
        var jobs = new DynamoJobStore(new Scripted().everyStatement(error("Novelty")), TABLES);
        assertThat(jobs.apply(List.of(change(Samples.job(Samples.staged())))))
                .containsExactly(new Write.NotDone<>("Novelty: scripted"));
    }

    @Test
    void a_call_that_fails_whole_leaves_its_own_statements_undone_and_no_others() {
        var calls = new AtomicInteger();
        var dynamo = new Scripted().statements(request -> {
            if (calls.incrementAndGet() == 2) {
                throw ProvisionedThroughputExceededException.builder()
                        .message("slow down")
                        .build();
            }
            return responses(request, BatchStatementResponse.builder().build());
        });
        var rows = rows(60);

        var writes = new DynamoJobStore(dynamo, TABLES, 1).insert(rows);

        assertThat(writes.subList(0, 25)).containsOnly(Write.done());
        assertThat(writes.subList(25, 50)).hasOnlyElementsOfType(Write.NotDone.class);
        assertThat(writes.subList(50, 60)).containsOnly(Write.done());
    }

    @Test
    void a_loser_whose_row_cannot_be_read_has_still_lost() {
        var dynamo = new Scripted().everyStatement(error("DuplicateItem"));
        assertThat(new DynamoJobStore(dynamo, TABLES).insert(rows(1))).containsExactly(Write.lost());
    }

    @Test
    void as_many_calls_as_the_width_are_made_at_once_and_no_more() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var full = new CyclicBarrier(3);
        var dynamo = new Scripted().statements(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            meet(full);
            now.decrementAndGet();
            return responses(request, BatchStatementResponse.builder().build());
        });
        assertThat(new DynamoJobStore(dynamo, TABLES, 3).insert(rows(25 * 12))).containsOnly(Write.done());
        assertThat(most).hasValue(3);
    }

    @Test
    void a_transaction_that_met_another_is_repeated() {
        var tries = new AtomicInteger();
        var dynamo = new Scripted().transactions(request -> {
            if (tries.incrementAndGet() < 4) {
                throw canceled("None", "TransactionConflict");
            }
            return TransactWriteItemsResponse.builder().build();
        });
        var row = Samples.job(new JobState.Express(1));
        assertThat(new DynamoJobStore(dynamo, TABLES).apply(change(row), Samples.line(row.tenant())))
                .isEqualTo(Write.done());
        assertThat(tries).hasValue(4);
    }

    @Test
    void a_transaction_is_lost_only_by_the_jobs_own_condition() {
        assertThat(settle("ConditionalCheckFailed", "None")).isEqualTo(Write.lost());
        assertThat(settle("ThrottlingError", "None")).isInstanceOf(Write.NotDone.class);
        assertThat(settle("None", "ThrottlingError")).isInstanceOf(Write.NotDone.class);
        assertThat(settle("None", "ValidationError")).isInstanceOf(Write.NotDone.class);
    }

    @Test
    void a_transaction_that_never_got_through_is_not_done() {
        var dynamo = new Scripted().transactions(request -> {
            throw SdkClientException.create("connection reset");
        });
        var row = Samples.job(new JobState.Express(1));
        assertThat(new DynamoJobStore(dynamo, TABLES).apply(change(row), Samples.line(row.tenant())))
                .isInstanceOf(Write.NotDone.class);
    }

    private static Write<JobRow> settle(String... codes) {
        var dynamo = new Scripted().transactions(request -> {
            throw canceled(codes);
        });
        var row = Samples.job(new JobState.Express(1));
        return new DynamoJobStore(dynamo, TABLES).apply(change(row), Samples.line(row.tenant()));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("fewer calls than the width were made at once", e);
        }
    }

    private static Change change(JobRow row) {
        return new Change(row.id(), new JobEvent.Succeed(Samples.succeeded(1)));
    }

    private static List<JobRow> rows(int count) {
        return Stream.generate(() -> Samples.job(Samples.staged())).limit(count).toList();
    }

    private static BatchStatementResponse error(String code) {
        return BatchStatementResponse.builder()
                .error(BatchStatementError.builder()
                        .code(code)
                        .message("scripted")
                        .build())
                .build();
    }

    private static BatchExecuteStatementResponse responses(
            BatchExecuteStatementRequest request, BatchStatementResponse each) {
        var all = new ArrayList<BatchStatementResponse>();
        request.statements().forEach(statement -> all.add(each));
        return BatchExecuteStatementResponse.builder().responses(all).build();
    }

    private static TransactionCanceledException canceled(String... codes) {
        return TransactionCanceledException.builder()
                .message("canceled")
                .cancellationReasons(Stream.of(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }

    /// A DynamoDB that answers as it is told; what it was not told about it refuses.
    private static final class Scripted implements DynamoDbClient {
        private Function<BatchExecuteStatementRequest, BatchExecuteStatementResponse> statements = request -> {
            throw new UnsupportedOperationException();
        };
        private Function<TransactWriteItemsRequest, TransactWriteItemsResponse> transactions = request -> {
            throw new UnsupportedOperationException();
        };

        Scripted statements(Function<BatchExecuteStatementRequest, BatchExecuteStatementResponse> answer) {
            statements = answer;
            return this;
        }

        Scripted everyStatement(BatchStatementResponse answer) {
            return statements(request -> responses(request, answer));
        }

        Scripted transactions(Function<TransactWriteItemsRequest, TransactWriteItemsResponse> answer) {
            transactions = answer;
            return this;
        }

        @Override
        public BatchExecuteStatementResponse batchExecuteStatement(BatchExecuteStatementRequest request) {
            return statements.apply(request);
        }

        @Override
        public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            return transactions.apply(request);
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            throw SdkClientException.create("connection reset");
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}

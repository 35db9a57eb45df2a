package dev.offpeak.cli.demo;

import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.stack.Sqs;
import dev.offpeak.cli.terminal.Trouble;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// The SQS queue that producers drop jobs on, used as any of them would: with the AWS SDK and nothing of Offpeak.
final class JobsQueue implements AutoCloseable {
    /// SQS takes no more in one call.
    static final int BATCH = 10;

    private final SqsClient sqs;
    private final String url;

    JobsQueue(RunningStack.Queues queues) {
        this.url = queues.jobs();
        this.sqs = Sqs.client(queues);
    }

    /// Drops up to [#BATCH] jobs; the job's reference is its `id`.
    void drop(List<Job> jobs) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Job job : jobs) {
            String body = Json.write(job.json().deepCopy().put("id", job.reference()));
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(body)
                    .build());
        }
        SendMessageBatchResponse response =
                sqs.sendMessageBatch(call -> call.queueUrl(url).entries(entries));
        if (response.hasFailed() && !response.failed().isEmpty()) {
            BatchResultErrorEntry first = response.failed().getFirst();
            throw new Trouble("SQS refused " + response.failed().size() + " of " + jobs.size() + " messages: "
                    + first.code() + " " + first.message());
        }
    }

    @Override
    public void close() {
        sqs.close();
    }
}

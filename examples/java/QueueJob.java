import software.amazon.awssdk.services.sqs.SqsClient;

/// A producer drops a job on the SQS queue (software.amazon.awssdk:sqs); its own id finds the job again.
/// AWS_ENDPOINT_URL_SQS points to a local stack.
class QueueJob {
    public static void main(String[] arguments) {
        try (var sqs = SqsClient.create()) {
            // whoever sends much in one group then holds up no other
            sqs.sendMessage(message -> message.queueUrl(System.getenv("JOBS_QUEUE_URL"))
                    .messageGroupId("mailroom")
                    .messageBody("""
                            {"id": "mail-4", "provider": "openai", "endpoint": "/v1/embeddings", "deadline": "12h",
                             "body": {"model": "text-embedding-3-small", "input": "The parcel came twice."}}"""));
        }
        System.out.println("GET /v1/jobs?reference=mail-4");
    }
}

// A producer drops a job on the SQS queue; its own id finds the job again. AWS_ENDPOINT_URL_SQS points to a local stack.
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

await new SQSClient().send(
  new SendMessageCommand({
    QueueUrl: process.env.JOBS_QUEUE_URL,
    // whoever sends much then holds up nobody else
    MessageGroupId: "mailroom",
    MessageBody: JSON.stringify({
      id: "mail-1",
      provider: "openai",
      endpoint: "/v1/embeddings",
      deadline: "12h",
      body: { model: "text-embedding-3-small", input: "The parcel came twice." },
    }),
  }),
);
console.log("GET /v1/jobs?reference=mail-1");

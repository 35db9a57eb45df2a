#!/bin/sh
# A producer drops a job on the SQS queue; its own id finds the job again. AWS_ENDPOINT_URL_SQS points to a local stack,
# which takes any credentials.
set -eu
aws sqs send-message ${AWS_ENDPOINT_URL_SQS:+--endpoint-url "$AWS_ENDPOINT_URL_SQS"} --queue-url "$JOBS_QUEUE_URL" --message-group-id mailroom --message-body '{
  "id": "mail-2", "provider": "openai", "endpoint": "/v1/embeddings", "deadline": "12h",
  "body": {"model": "text-embedding-3-small", "input": "The parcel came twice."}}'
echo 'GET /v1/jobs?reference=mail-2'

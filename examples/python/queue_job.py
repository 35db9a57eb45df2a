"""A producer drops a job on the SQS queue; its own id finds the job again. pip install boto3"""

import json
import os

import boto3

boto3.client("sqs").send_message(
    QueueUrl=os.environ["JOBS_QUEUE_URL"],
    # whoever sends much then holds up nobody else
    MessageGroupId="mailroom",
    MessageBody=json.dumps(
        {
            "id": "mail-3",
            "provider": "openai",
            "endpoint": "/v1/embeddings",
            "deadline": "12h",
            "body": {"model": "text-embedding-3-small", "input": "The parcel came twice."},
        }
    ),
)
print("GET /v1/jobs?reference=mail-3")

"""Many jobs in one request, one per line. A bad line is refused alone. pip install httpx"""

import json
import os
import time

import httpx

# an id names its job for good: the same one again is the same job, whatever its body
run = time.strftime("%Y-%m-%dT%H:%M:%S")
texts = ["The parcel came twice.", "The parcel never came."]
lines = [
    {
        "id": f"letter-{run}-{number}",
        "provider": "openai",
        "endpoint": "/v1/embeddings",
        "deadline": "12h",
        "body": {"model": "text-embedding-3-small", "input": text},
    }
    for number, text in enumerate(texts)
]

outcome = httpx.post(
    os.environ.get("OFFPEAK_URL", "http://127.0.0.1:8080") + "/v1/jobs",
    content="\n".join(json.dumps(line) for line in lines),
    headers={
        "Content-Type": "application/x-ndjson",
        "Authorization": "Bearer " + os.environ.get("OFFPEAK_KEY", "local"),
    },
).json()
print(outcome["accepted"], "accepted,", outcome["rejected"], "rejected")
for job in outcome["jobs"]:
    print(job["line"], job.get("id") or job["error"]["detail"])

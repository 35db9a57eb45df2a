"""Nobody waits: one header makes the same call a job at half price. pip install anthropic httpx"""

import os
import time

import httpx
from anthropic import Anthropic

offpeak = os.environ.get("OFFPEAK_URL", "http://127.0.0.1:8080")
key = os.environ.get("OFFPEAK_KEY", "local")
client = Anthropic(base_url=f"{offpeak}/anthropic", api_key=key)

accepted = client.messages.with_raw_response.create(
    model="claude-haiku-4-5",
    max_tokens=100,
    messages=[{"role": "user", "content": "Say hello."}],
    extra_headers={"Offpeak-Deadline": "12h"},
)
job_url = f"{offpeak}/v1/jobs/{accepted.http_response.json()['id']}"
headers = {"Authorization": f"Bearer {key}"}

while "ended_at" not in (job := httpx.get(job_url, headers=headers).raise_for_status().json()):
    time.sleep(float(os.environ.get("POLL_SECONDS", "30")))
print(job["state"], job.get("error", {}).get("message", ""))
if job["state"] == "SUCCEEDED":
    print(httpx.get(f"{job_url}/result", headers=headers).raise_for_status().json()["content"][0]["text"])

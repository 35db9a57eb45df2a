#!/bin/sh
# Nobody waits: one header makes the same call a job at half price. Its answer is fetched when it has ended.
set -eu
offpeak=${OFFPEAK_URL:-http://127.0.0.1:8080}
key="Authorization: Bearer ${OFFPEAK_KEY:-local}"

accepted=$(curl --fail-with-body --silent --show-error "$offpeak/anthropic/v1/messages" \
  -H "$key" -H 'Content-Type: application/json' -H 'Offpeak-Deadline: 12h' \
  -d '{"model": "claude-haiku-4-5", "max_tokens": 100, "messages": [{"role": "user", "content": "Say hello."}]}')
id=$(echo "$accepted" | sed -n 's/.*"id" *: *"\(job_[0-9a-z]*\)".*/\1/p')

job=$(curl --fail-with-body --silent --show-error -H "$key" "$offpeak/v1/jobs/$id")
until echo "$job" | grep -q '"ended_at"'; do
  sleep "${POLL_SECONDS:-30}"
  job=$(curl --fail-with-body --silent --show-error -H "$key" "$offpeak/v1/jobs/$id")
done
# what it came to: the answer, the provider's refusal, or why there is neither
curl --fail-with-body --silent --show-error -H "$key" "$offpeak/v1/jobs/$id/result"

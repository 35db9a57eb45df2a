#!/bin/sh
# Many jobs in one request, one per line. A bad line is refused alone.
set -eu
curl --fail-with-body --silent --show-error "${OFFPEAK_URL:-http://127.0.0.1:8080}/v1/jobs" \
  -H "Authorization: Bearer ${OFFPEAK_KEY:-local}" -H 'Content-Type: application/x-ndjson' --data-binary @- <<'LINES'
{"provider": "openai", "endpoint": "/v1/embeddings", "body": {"model": "text-embedding-3-small", "input": "The parcel came twice."}}
{"provider": "openai", "endpoint": "/v1/embeddings", "body": {"model": "text-embedding-3-small", "input": "The parcel never came."}}
LINES

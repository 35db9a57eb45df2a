#!/bin/sh
# Somebody waits: the provider's own API under another base URL.
set -eu
curl --fail-with-body --silent --show-error "${OFFPEAK_URL:-http://127.0.0.1:8080}/openai/v1/chat/completions" \
  -H "Authorization: Bearer ${OFFPEAK_KEY:-local}" -H 'Content-Type: application/json' \
  -d '{"model": "gpt-5.4-mini", "messages": [{"role": "user", "content": "Say hello."}]}'

"""Somebody waits: the official SDK, with another base URL. pip install openai"""

import os

from openai import OpenAI

offpeak = os.environ.get("OFFPEAK_URL", "http://127.0.0.1:8080")
client = OpenAI(base_url=f"{offpeak}/openai/v1", api_key=os.environ.get("OFFPEAK_KEY", "local"))

answer = client.chat.completions.create(
    model="gpt-5.4-mini",
    messages=[{"role": "user", "content": "Say hello."}],
)
print(answer.choices[0].message.content)

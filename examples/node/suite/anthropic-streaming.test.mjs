import assert from "node:assert/strict";
import test from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { key, offpeak } from "./stack.mjs";

const client = new Anthropic({ baseURL: `${offpeak}/anthropic`, apiKey: key, maxRetries: 0 });
const hello = {
  model: "claude-haiku-4-5",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello to all seven of them, one after the other." }],
};

test("a message streams from start to stop", async () => {
  const types = [];
  for await (const event of await client.messages.create({ ...hello, stream: true })) types.push(event.type);
  assert.equal(types[0], "message_start");
  assert.equal(types.at(-1), "message_stop");
  assert.ok(types.filter((type) => type === "content_block_delta").length > 1);
});

test("the SDK's helper puts the final message together", async () => {
  const message = await client.messages.stream(hello).finalMessage();
  assert.ok(message.content[0].text.length > 0);
  assert.ok(message.usage.output_tokens > 0);
});

test("a reader who leaves in the middle gets no error", async () => {
  const stream = await client.messages.create({ ...hello, stream: true });
  for await (const event of stream) {
    assert.ok(event.type);
    break;
  }
  assert.ok(stream.controller.signal.aborted);
});

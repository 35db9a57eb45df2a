import assert from "node:assert/strict";
import test from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { key, offpeak } from "./stack.mjs";

const client = new Anthropic({ baseURL: `${offpeak}/anthropic`, apiKey: key, maxRetries: 0 });

test("the models are listed, and one can be asked for", async () => {
  const models = [];
  for await (const model of client.models.list()) models.push(model.id);
  assert.ok(models.includes("claude-haiku-4-5"));
  assert.equal((await client.models.retrieve("claude-haiku-4-5")).id, "claude-haiku-4-5");
});

test("tokens are counted without a message being made", async () => {
  const counted = await client.messages.countTokens({
    model: "claude-haiku-4-5",
    messages: [{ role: "user", content: "Say hello." }],
  });
  assert.ok(counted.input_tokens > 0);
});

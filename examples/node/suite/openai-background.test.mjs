import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import { key, offpeak } from "./stack.mjs";

const client = new OpenAI({ baseURL: `${offpeak}/openai/v1`, apiKey: key, maxRetries: 0 });

test("a background response is queued at once, and found completed later", async () => {
  let response = await client.responses.create({ model: "gpt-5.4-mini", input: "Say hello.", background: true });
  assert.match(response.id, /^resp_/);
  assert.equal(response.status, "queued");
  for (let tries = 0; tries < 240 && ["queued", "in_progress"].includes(response.status); tries++) {
    await sleep(500);
    response = await client.responses.retrieve(response.id);
  }
  assert.equal(response.status, "completed");
  assert.ok(response.output_text.length > 0);
});

test("a background response can be cancelled", async () => {
  const response = await client.responses.create({ model: "gpt-5.4-mini", input: "Say hello.", background: true });
  const cancelled = await client.responses.cancel(response.id);
  assert.equal(cancelled.status, "cancelled");
  assert.equal((await client.responses.retrieve(response.id)).status, "cancelled");
});

test("a response that is not there is a NotFoundError", () =>
  assert.rejects(client.responses.retrieve("resp_0000000000"), OpenAI.NotFoundError));

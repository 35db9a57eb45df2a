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

test("a background response that streams is told to its end, and again from any event", async () => {
  const body = { model: "gpt-5.4-mini", input: "Say hello.", background: true, stream: true };
  const events = [];
  for await (const event of await client.responses.create(body)) {
    events.push(event);
  }
  assert.deepEqual(events.map((event) => event.sequence_number), [...events.keys()]);
  assert.equal(events[0].type, "response.created");
  assert.equal(events.at(-1).type, "response.completed");
  const { id } = events[0].response;
  assert.equal(events.at(-1).response.id, id);

  const again = [];
  for await (const event of await client.responses.retrieve(id, { stream: true, starting_after: 3 })) {
    again.push(event);
  }
  assert.deepEqual(again, events.slice(4));
  const response = await client.responses.stream({ response_id: id }).finalResponse();
  assert.equal(response.status, "completed");
  assert.ok(response.output_text.length > 0);
});

test("a background response repeats what was asked until it has ended", async () => {
  const asked = { model: "gpt-5.4-mini", input: "Say hello.", background: true, metadata: { ticket: "4711" } };
  const { id } = await client.responses.create(asked);
  const found = await client.responses.retrieve(id);
  assert.equal(found.model, "gpt-5.4-mini");
  assert.deepEqual(found.metadata, { ticket: "4711" });
  await client.responses.cancel(id);
});

test("a response that is not there is a NotFoundError", () =>
  assert.rejects(client.responses.retrieve("resp_0000000000"), OpenAI.NotFoundError));

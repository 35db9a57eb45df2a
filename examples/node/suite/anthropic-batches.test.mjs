import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";
import { key, offpeak } from "./stack.mjs";

const client = new Anthropic({ baseURL: `${offpeak}/anthropic`, apiKey: key, maxRetries: 0 });
const request = (custom_id, content) => ({
  custom_id,
  params: { model: "claude-haiku-4-5", max_tokens: 64, messages: [{ role: "user", content }] },
});

test("a message batch ends, and its results have a row for each custom_id", async () => {
  let batch = await client.messages.batches.create({ requests: [request("first", "One."), request("second", "Two.")] });
  assert.equal(batch.processing_status, "in_progress");
  for (let tries = 0; tries < 240 && batch.processing_status !== "ended"; tries++) {
    await sleep(500);
    batch = await client.messages.batches.retrieve(batch.id);
  }
  assert.equal(batch.processing_status, "ended");
  assert.equal(batch.request_counts.succeeded, 2);
  const rows = [];
  for await (const row of await client.messages.batches.results(batch.id)) rows.push(row);
  assert.deepEqual(rows.map((row) => row.custom_id).sort(), ["first", "second"]);
  assert.ok(rows.every((row) => row.result.type === "succeeded"));
});

test("a message batch can be cancelled, and batches are listed", async () => {
  const batch = await client.messages.batches.create({ requests: [request("x", "Late.")] });
  const cancelled = await client.messages.batches.cancel(batch.id);
  assert.ok(["canceling", "ended"].includes(cancelled.processing_status));
  const ids = [];
  for await (const one of client.messages.batches.list({ limit: 2 })) ids.push(one.id);
  assert.ok(ids.includes(batch.id));
});

test("a message batch that is not there is a NotFoundError", () =>
  assert.rejects(client.messages.batches.retrieve("msgbatch_0000000000"), Anthropic.NotFoundError));

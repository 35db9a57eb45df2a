import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI, { toFile } from "openai";
import { key, offpeak } from "./stack.mjs";

const client = new OpenAI({ baseURL: `${offpeak}/openai/v1`, apiKey: key, maxRetries: 0 });
const line = (custom_id, input) =>
  JSON.stringify({
    custom_id,
    method: "POST",
    url: "/v1/embeddings",
    body: { model: "text-embedding-3-small", input },
  });

async function upload(...lines) {
  return client.files.create({ file: await toFile(Buffer.from(lines.join("\n")), "lines.jsonl"), purpose: "batch" });
}

const create = (file) =>
  client.batches.create({ input_file_id: file.id, endpoint: "/v1/embeddings", completion_window: "24h" });

test("a file that was uploaded can be read and deleted", async () => {
  const file = await upload(line("a", "one"));
  assert.equal(file.purpose, "batch");
  assert.equal((await client.files.retrieve(file.id)).bytes, file.bytes);
  assert.equal((await client.files.delete(file.id)).deleted, true);
});

test("a batch completes, and its output has a line for each custom_id", async () => {
  let batch = await create(await upload(line("first", "one"), line("second", "two")));
  assert.ok(["validating", "in_progress"].includes(batch.status));
  for (let tries = 0; tries < 240 && !["completed", "failed", "expired"].includes(batch.status); tries++) {
    await sleep(500);
    batch = await client.batches.retrieve(batch.id);
  }
  assert.equal(batch.status, "completed");
  assert.equal(batch.request_counts.completed, 2);
  assert.equal(batch.model, "text-embedding-3-small");
  const rows = (await (await client.files.content(batch.output_file_id)).text()).trim().split("\n").map(JSON.parse);
  assert.deepEqual(rows.map((row) => row.custom_id).sort(), ["first", "second"]);
  assert.ok(rows.every((row) => row.response.status_code === 200));
  const spent = rows.reduce((sum, row) => sum + row.response.body.usage.total_tokens, 0);
  assert.ok(spent > 0);
  assert.equal(batch.usage.total_tokens, spent);
});

test("a batch can be cancelled, and batches are listed", async () => {
  const batch = await create(await upload(line("x", "late")));
  const cancelled = await client.batches.cancel(batch.id);
  assert.ok(["cancelling", "cancelled", "completed"].includes(cancelled.status));
  const ids = [];
  for await (const one of client.batches.list({ limit: 2 })) ids.push(one.id);
  assert.ok(ids.includes(batch.id));
});

test("a batch that is not there is a NotFoundError", () =>
  assert.rejects(client.batches.retrieve("batch_0000000000"), OpenAI.NotFoundError));

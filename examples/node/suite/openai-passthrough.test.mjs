import assert from "node:assert/strict";
import test from "node:test";
import OpenAI from "openai";
import { key, offpeak } from "./stack.mjs";

const client = new OpenAI({ baseURL: `${offpeak}/openai/v1`, apiKey: key, maxRetries: 0 });

test("the models are listed, and one can be asked for", async () => {
  const models = [];
  for await (const model of client.models.list()) models.push(model.id);
  assert.ok(models.includes("gpt-5.4-mini"));
  assert.equal((await client.models.retrieve("gpt-5.4-mini")).id, "gpt-5.4-mini");
});

test("a moderation has a result for each input", async () => {
  const moderation = await client.moderations.create({ model: "omni-moderation-latest", input: ["fine", "well"] });
  assert.equal(moderation.results.length, 2);
  assert.equal(typeof moderation.results[0].flagged, "boolean");
});

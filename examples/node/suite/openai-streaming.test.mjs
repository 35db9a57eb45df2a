import assert from "node:assert/strict";
import test from "node:test";
import OpenAI from "openai";
import { key, offpeak } from "./stack.mjs";

const client = new OpenAI({ baseURL: `${offpeak}/openai/v1`, apiKey: key, maxRetries: 0 });
const hello = {
  model: "gpt-5.4-mini",
  messages: [{ role: "user", content: "Say hello to all seven of them, one after the other." }],
};

test("a chat streams in pieces that add up, and nobody is told usage who did not ask", async () => {
  const stream = await client.chat.completions.create({ ...hello, stream: true });
  let text = "";
  let pieces = 0;
  for await (const chunk of stream) {
    assert.equal(chunk.usage ?? null, null);
    text += chunk.choices[0]?.delta.content ?? "";
    pieces++;
  }
  assert.ok(pieces > 2);
  assert.ok(text.length > 0);
});

test("usage comes last when it was asked for", async () => {
  const stream = await client.chat.completions.create({
    ...hello,
    stream: true,
    stream_options: { include_usage: true },
  });
  let last;
  for await (const chunk of stream) last = chunk;
  assert.deepEqual(last.choices, []);
  assert.ok(last.usage.total_tokens > 0);
});

test("the SDK's helper puts the final chat together", async () => {
  const chat = await client.chat.completions.stream(hello).finalChatCompletion();
  assert.ok(chat.choices[0].message.content.length > 0);
  assert.equal(chat.choices[0].finish_reason, "stop");
});

test("a response streams from created to completed", async () => {
  const stream = await client.responses.create({ model: hello.model, input: "Say hello.", stream: true });
  const types = [];
  for await (const event of stream) types.push(event.type);
  assert.equal(types[0], "response.created");
  assert.equal(types.at(-1), "response.completed");
  assert.ok(types.includes("response.output_text.delta"));
});

test("a reader who leaves in the middle gets no error", async () => {
  const stream = await client.chat.completions.create({ ...hello, stream: true });
  for await (const chunk of stream) {
    assert.ok(chunk.id);
    break;
  }
  assert.ok(stream.controller.signal.aborted);
});

test("an error before the first byte is typed as ever", () =>
  assert.rejects(
    client.chat.completions.create({ ...hello, model: "no-such-model", stream: true }),
    OpenAI.NotFoundError,
  ));

import assert from "node:assert/strict";
import test from "node:test";
import OpenAI from "openai";
import { ask, during, key, offpeak } from "./stack.mjs";

const client = new OpenAI({ baseURL: `${offpeak}/openai/v1`, apiKey: key, maxRetries: 0 });
const hello = { model: "gpt-5.4-mini", messages: [{ role: "user", content: "Say hello." }] };
const schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};

test("a chat is answered, and its usage told", async () => {
  const chat = await client.chat.completions.create(hello);
  assert.equal(chat.object, "chat.completion");
  assert.ok(chat.choices[0].message.content.length > 0);
  assert.equal(chat.usage.total_tokens, chat.usage.prompt_tokens + chat.usage.completion_tokens);
});

test("a tool is called with arguments of its schema", async () => {
  const chat = await client.chat.completions.create({
    ...hello,
    tools: [{ type: "function", function: { name: "weather", parameters: schema } }],
    tool_choice: { type: "function", function: { name: "weather" } },
  });
  const call = chat.choices[0].message.tool_calls[0];
  assert.equal(call.function.name, "weather");
  assert.equal(typeof JSON.parse(call.function.arguments).city, "string");
});

test("the SDK parses structured output", async () => {
  const chat = await client.chat.completions.parse({
    ...hello,
    response_format: { type: "json_schema", json_schema: { name: "place", strict: true, schema } },
  });
  assert.equal(typeof chat.choices[0].message.parsed.city, "string");
});

test("embeddings come back as numbers, whatever encoding the SDK asks for", async () => {
  const list = await client.embeddings.create({ model: "text-embedding-3-small", input: ["a", "b"], dimensions: 8 });
  assert.deepEqual(list.data.map((one) => one.embedding.length), [8, 8]);
  assert.ok(list.data[0].embedding.every(Number.isFinite));
});

test("a response has an output text", async () => {
  const response = await client.responses.create({ model: "gpt-5.4-mini", input: "Say hello." });
  assert.equal(response.status, "completed");
  assert.ok(response.output_text.length > 0);
});

test("the raw response has the provider's request id and rate limits, and the lane", async () => {
  const { response, request_id } = await client.chat.completions.create(hello).withResponse();
  assert.ok(request_id);
  assert.equal(response.headers.get("x-request-id"), request_id);
  assert.ok(Number(response.headers.get("x-ratelimit-remaining-requests")) > 0);
  assert.equal(response.headers.get("offpeak-lane"), "SYNC");
});

test("a key that Offpeak does not know is an AuthenticationError", async () => {
  const stranger = client.withOptions({ apiKey: "wrong" });
  await assert.rejects(stranger.chat.completions.create(hello), (error) => {
    assert.ok(error instanceof OpenAI.AuthenticationError);
    assert.match(error.message, /Offpeak/);
    return true;
  });
});

test("what the provider refuses is a BadRequestError in its words", async () => {
  const bad = { ...hello, messages: [{ role: "user", content: "[[sim:error=invalid_request]]" }] };
  await assert.rejects(client.chat.completions.create(bad), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.type, "invalid_request_error");
    assert.ok(error.requestID);
    return true;
  });
});

test("a model that is not there is a NotFoundError with the provider's code", async () => {
  await assert.rejects(client.chat.completions.create({ ...hello, model: "no-such-model" }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, "model_not_found");
    return true;
  });
});

test("a route that Offpeak does not serve is a NotFoundError that says so", async () => {
  await assert.rejects(client.post("/no/such/route", { body: {} }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.match(error.message, /Offpeak does not serve/);
    return true;
  });
});

test("a header that cannot be understood is a BadRequestError that names it", async () => {
  const unclear = client.chat.completions.create(hello, { headers: { "Offpeak-Waiting": "perhaps" } });
  await assert.rejects(unclear, (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.match(error.message, /Offpeak-Waiting/);
    return true;
  });
});

const tooMany = {
  type: "status",
  code: 429,
  headers: { "retry-after": "1" },
  body: { error: { message: "Slow down.", type: "requests", param: null, code: "rate_limit_exceeded" } },
};

test("too many requests are a RateLimitError that says when to come back", () =>
  during("openai.chat", tooMany, () =>
    assert.rejects(client.chat.completions.create(hello), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.code, "rate_limit_exceeded");
      assert.equal(error.headers.get("retry-after"), "1");
      return true;
    })));

test("the SDK waits as long as retry-after says, and tries again", () =>
  during("openai.chat", tooMany, async () => {
    const before = performance.now();
    const chat = await client.withOptions({ maxRetries: 1 }).chat.completions.create(hello);
    assert.ok(chat.choices.length > 0);
    assert.ok(performance.now() - before >= 1000);
  }));

test("a call in doubt is not tried again: it may have been paid for", () =>
  during("openai.chat", { type: "drop_after" }, () =>
    assert.rejects(client.withOptions({ maxRetries: 2 }).chat.completions.create(hello), (error) => {
      assert.ok(error instanceof OpenAI.InternalServerError);
      assert.equal(error.status, 504);
      return true;
    })));

// a call that was given up may reach the provider later: these two leave alone what other tests have faults for

test("a call that takes too long is an APIConnectionTimeoutError", () =>
  during("openai.responses", { type: "delay", ms: 1500 }, () =>
    assert.rejects(
      client.responses.create({ model: hello.model, input: "Say hello." }, { timeout: 300 }),
      OpenAI.APIConnectionTimeoutError,
    )));

test("a call can be aborted", () =>
  during("openai.embeddings", { type: "delay", ms: 1500 }, async () => {
    const abort = new AbortController();
    const ask = { model: "text-embedding-3-small", input: "x" };
    const call = client.embeddings.create(ask, { signal: abort.signal });
    setTimeout(() => abort.abort(), 200);
    await assert.rejects(call, OpenAI.APIUserAbortError);
  }));

test("one header makes a call a job, which can be withdrawn", async () => {
  const options = { headers: { "Offpeak-Deadline": "12h", "Idempotency-Key": "suite-1" } };
  const response = await client.chat.completions.create(hello, options).asResponse();
  assert.equal(response.status, 202);
  const { id, lane } = await response.json();
  assert.equal(lane, "BATCH");
  assert.ok(response.headers.get("location").endsWith(`/v1/jobs/${id}`));
  const again = await client.chat.completions.create(hello, options).asResponse();
  assert.equal((await again.json()).id, id);
  const withdrawn = await ask(`/v1/jobs/${id}`, { method: "DELETE" });
  assert.ok([200, 409].includes(withdrawn.status));
});

import assert from "node:assert/strict";
import test from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { during, ended, key, offpeak } from "./stack.mjs";

const client = new Anthropic({ baseURL: `${offpeak}/anthropic`, apiKey: key, maxRetries: 0 });
const hello = { model: "claude-haiku-4-5", max_tokens: 64, messages: [{ role: "user", content: "Say hello." }] };
const schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};

test("a message is answered, and its usage told", async () => {
  const message = await client.messages.create(hello);
  assert.equal(message.role, "assistant");
  assert.ok(message.content[0].text.length > 0);
  assert.ok(message.usage.input_tokens > 0);
});

test("a tool is called with input of its schema", async () => {
  const message = await client.messages.create({
    ...hello,
    tools: [{ name: "weather", input_schema: schema }],
    tool_choice: { type: "tool", name: "weather" },
  });
  assert.equal(message.stop_reason, "tool_use");
  const use = message.content.find((block) => block.type === "tool_use");
  assert.equal(use.name, "weather");
  assert.equal(typeof use.input.city, "string");
});

test("structured output keeps to its schema", async () => {
  const message = await client.messages.create({
    ...hello,
    output_config: { format: { type: "json_schema", schema } },
  });
  assert.equal(typeof JSON.parse(message.content[0].text).city, "string");
});

test("the raw response has the provider's request id and rate limits, and the lane", async () => {
  const { response, request_id } = await client.messages.create(hello).withResponse();
  assert.ok(request_id);
  assert.equal(response.headers.get("request-id"), request_id);
  assert.ok(Number(response.headers.get("anthropic-ratelimit-requests-remaining")) > 0);
  assert.equal(response.headers.get("offpeak-lane"), "SYNC");
});

test("a key that Offpeak does not know is an AuthenticationError", async () => {
  const stranger = new Anthropic({ baseURL: client.baseURL, apiKey: "wrong", maxRetries: 0 });
  await assert.rejects(stranger.messages.create(hello), (error) => {
    assert.ok(error instanceof Anthropic.AuthenticationError);
    assert.match(error.message, /Offpeak/);
    return true;
  });
});

test("what the provider refuses is a BadRequestError in its words", async () => {
  const bad = { ...hello, messages: [{ role: "user", content: "[[sim:error=invalid_request]]" }] };
  await assert.rejects(client.messages.create(bad), (error) => {
    assert.ok(error instanceof Anthropic.BadRequestError);
    assert.equal(error.error.error.type, "invalid_request_error");
    assert.ok(error.requestID);
    return true;
  });
});

test("a model that is not there is a NotFoundError", () =>
  assert.rejects(client.messages.create({ ...hello, model: "no-such-model" }), Anthropic.NotFoundError));

test("a route that Offpeak does not serve is a NotFoundError that says so", async () => {
  await assert.rejects(client.post("/v1/no/such/route", { body: {} }), (error) => {
    assert.ok(error instanceof Anthropic.NotFoundError);
    assert.match(error.message, /Offpeak does not serve/);
    return true;
  });
});

const overloaded = {
  type: "status",
  code: 529,
  headers: { "retry-after": "1" },
  body: { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
};
const tooMany = {
  ...overloaded,
  code: 429,
  body: { type: "error", error: { type: "rate_limit_error", message: "Slow down." } },
};

test("too many requests are a RateLimitError that says when to come back", () =>
  during("anthropic.messages", tooMany, () =>
    assert.rejects(client.messages.create(hello), (error) => {
      assert.ok(error instanceof Anthropic.RateLimitError);
      assert.equal(error.headers.get("retry-after"), "1");
      return true;
    })));

test("the SDK tries again after an overload", () =>
  during("anthropic.messages", overloaded, async () => {
    const message = await client.withOptions({ maxRetries: 1 }).messages.create(hello);
    assert.ok(message.content.length > 0);
  }));

test("a call in doubt is not tried again: it may have been paid for", () =>
  during("anthropic.messages", { type: "drop_after" }, () =>
    assert.rejects(client.withOptions({ maxRetries: 2 }).messages.create(hello), (error) => {
      assert.ok(error instanceof Anthropic.InternalServerError);
      assert.equal(error.status, 504);
      return true;
    })));

// the timeout leaves the call time to reach the provider: one that came later would take the next test's delay
test("a call that takes too long is an APIConnectionTimeoutError", () =>
  during("anthropic.messages", { type: "delay", ms: 2500 }, () =>
    assert.rejects(client.messages.create(hello, { timeout: 1000 }), Anthropic.APIConnectionTimeoutError)));

test("a call can be aborted", () =>
  during("anthropic.messages", { type: "delay", ms: 1500 }, async () => {
    const abort = new AbortController();
    const call = client.messages.create(hello, { signal: abort.signal });
    setTimeout(() => abort.abort(), 200);
    await assert.rejects(call, Anthropic.APIUserAbortError);
  }));

test("one header makes a call a job that ends at half price", async () => {
  const response = await client.messages
    .create(hello, { headers: { Prefer: "respond-async", "Offpeak-Deadline": "12h" } })
    .asResponse();
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("preference-applied"), "respond-async");
  const job = await ended((await response.json()).id);
  assert.equal(job.state, "SUCCEEDED");
  assert.equal(job.lane, "BATCH");
  assert.equal(Number(job.cost.standard_usd), 2 * Number(job.cost.paid_usd));
  assert.equal(job.result.type, "message");
});

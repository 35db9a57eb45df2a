// Nobody waits: one header makes the same call a job at half price. Its answer is fetched when it has ended.
import Anthropic from "@anthropic-ai/sdk";
import { setTimeout as sleep } from "node:timers/promises";

const offpeak = process.env.OFFPEAK_URL ?? "http://127.0.0.1:8080";
const key = process.env.OFFPEAK_KEY ?? "local";
const client = new Anthropic({ baseURL: `${offpeak}/anthropic`, apiKey: key });

const accepted = await client.messages
  .create(
    { model: "claude-haiku-4-5", max_tokens: 100, messages: [{ role: "user", content: "Say hello." }] },
    { headers: { "Offpeak-Deadline": "12h" } },
  )
  .asResponse();
const { id } = await accepted.json();

const read = (path) => fetch(`${offpeak}/v1/jobs/${id}${path}`, { headers: { Authorization: `Bearer ${key}` } });
let response = await read("");
let job = await response.json();
while (!job.ended_at) {
  await sleep(1000 * (process.env.POLL_SECONDS ?? response.headers.get("retry-after")));
  response = await read("");
  job = await response.json();
}
console.log(job.state, job.lane, job.cost?.saved_usd);
console.log((await (await read("/result")).json()).content[0].text);

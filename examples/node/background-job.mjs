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

const read = async (path) => {
  const response = await fetch(`${offpeak}/v1/jobs/${id}${path}`, { headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
};
let job = await read("");
while (!job.ended_at) {
  await sleep(1000 * (process.env.POLL_SECONDS ?? 30));
  job = await read("");
}
console.log(job.state, job.lane, job.cost?.saved_usd ?? job.error?.message);
if (job.state === "SUCCEEDED") console.log((await read("/result")).content[0].text);

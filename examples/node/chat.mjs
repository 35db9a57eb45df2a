// Somebody waits: the official SDK, with another base URL.
import OpenAI from "openai";

const offpeak = process.env.OFFPEAK_URL ?? "http://127.0.0.1:8080";
const client = new OpenAI({ baseURL: `${offpeak}/openai/v1`, apiKey: process.env.OFFPEAK_KEY ?? "local" });

const answer = await client.chat.completions.create({
  model: "gpt-5.4-mini",
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(answer.choices[0].message.content);

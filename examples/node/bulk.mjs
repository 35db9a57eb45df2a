// Many jobs in one request, one per line. A bad line is refused alone.
const offpeak = process.env.OFFPEAK_URL ?? "http://127.0.0.1:8080";

// an id names its job for good: the same one again is the same job, whatever its body
const run = new Date().toISOString();
const texts = ["The parcel came twice.", "The parcel never came."];
const lines = texts.map((input, i) => ({
  id: `parcel-${run}-${i}`,
  provider: "openai",
  endpoint: "/v1/embeddings",
  deadline: "12h",
  body: { model: "text-embedding-3-small", input },
}));

const response = await fetch(`${offpeak}/v1/jobs`, {
  method: "POST",
  headers: {
    "Content-Type": "application/x-ndjson",
    Authorization: `Bearer ${process.env.OFFPEAK_KEY ?? "local"}`,
  },
  body: lines.map((line) => JSON.stringify(line)).join("\n"),
});
const outcome = await response.json();
console.log(outcome.accepted, "accepted,", outcome.rejected, "rejected");
for (const job of outcome.jobs) console.log(job.line, job.id ?? job.error.detail);

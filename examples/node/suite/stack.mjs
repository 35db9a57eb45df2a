// What the suite is told of the stack it drives, and how it makes the simulated providers misbehave.
export const offpeak = process.env.OFFPEAK_URL;
export const key = process.env.OFFPEAK_KEY;

const simulator = process.env.SIMULATOR_URL;

/** Runs `work` while the first call of `on` meets `effect`. */
export async function during(on, effect, work) {
  const rules = [{ on, nth: 1, effect }];
  const set = await fetch(`${simulator}/admin/faults`, { method: "POST", body: JSON.stringify({ rules }) });
  if (!set.ok) throw new Error(`the simulator refused the fault: ${await set.text()}`);
  try {
    return await work();
  } finally {
    await fetch(`${simulator}/admin/faults`, { method: "DELETE" });
  }
}

/** Asks Offpeak itself. */
export const ask = (path, options = {}) =>
  fetch(offpeak + path, { ...options, headers: { Authorization: `Bearer ${key}`, ...options.headers } });

export async function ended(id) {
  for (let tries = 0; tries < 240; tries++) {
    const job = await (await ask(`/v1/jobs/${id}`)).json();
    if (job.ended_at) return job;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`job ${id} has not ended in two minutes`);
}

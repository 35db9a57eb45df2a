import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { offpeak } from "./stack.mjs";

const redocly = fileURLToPath(new URL("../node_modules/@redocly/cli/bin/cli.js", import.meta.url));
const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

test("the OpenAPI document that is served has nothing a linter minds", async () => {
  const served = await fetch(`${offpeak}/v1/openapi.json`);
  assert.equal(served.status, 200);
  const folder = await mkdtemp(join(tmpdir(), "offpeak-openapi-"));
  try {
    await writeFile(join(folder, "openapi.json"), await served.text());
    // no licence has been given to Offpeak yet, so there is none to name
    const asked = [redocly, "lint", "openapi.json", "--format=json", "--skip-rule=info-license"];
    const said = await promisify(execFile)(process.execPath, asked, { cwd: folder, env }).catch((failed) => failed);
    const { totals, problems } = JSON.parse(said.stdout);
    assert.deepEqual(problems.map((problem) => `${problem.ruleId}: ${problem.message}`), []);
    assert.equal(totals.errors + totals.warnings, 0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

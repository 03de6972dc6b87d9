import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeHttp } from "../../src/adapters/http.ts";
import { lagoOver } from "../../src/adapters/lago.ts";
import { Secret } from "../../src/domain/secret.ts";
import { seededPlans } from "../../src/flows/prove-sandbox.ts";
import { observeBilling } from "../../src/flows/seed-billing.ts";
import { startBilling, type TestBilling } from "../support/billing.ts";

let billing: TestBilling;
beforeEach(async () => {
  billing = await startBilling("2026-11-22T12:00:00Z");
});
afterEach(() => billing.close());

const seedOf = ({ base: url, key }: TestBilling) => ({
  ...{ api: lagoOver(nodeHttp).connect({ url, key: new Secret(key) }), url },
  document: { billable_metrics: [], plans: [], customers: [], subscriptions: [], webhook_endpoints: [] },
});

test.each([
  ["events.log", "garbage\n"],
  ["journal-0.log", "garbage\n"],
  ["state.json", "{"],
])("a damaged %s is told by its path, to whoever seeds and whoever asks for the state", async (name, text) => {
  await mkdir(join(billing.folder, "billing"));
  const path = join(billing.folder, "billing", name);
  await writeFile(path, text);
  const answer = await billing.ask("GET", "/plans");
  expect(answer).toMatchObject({ status: 500, body: { told: { code: "STATE_CORRUPT", facts: { path } } } });
  const corrupt = { code: "STATE_CORRUPT", exitCode: 3, message: expect.stringContaining(path) };
  await expect(observeBilling(seedOf(billing), false)).rejects.toMatchObject(corrupt);
  await expect(seededPlans(seedOf(billing))).rejects.toMatchObject(corrupt);
});

test("once its line is out again, the state is what it was", async () => {
  await billing.client.customers.createCustomer({ customer: { external_id: "acme" } });
  await billing.restart();
  const path = join(billing.folder, "billing", "events.log");
  await appendFile(path, "garbage\n");
  expect((await billing.ask("GET", "/customers")).status).toBe(500);
  await writeFile(path, "");
  expect((await billing.ask("GET", "/customers")).body.customers).toHaveLength(1);
});

import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { invoicesOf, lagoOf, subscribeAll } from "../support/clocked-billing.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { DAY_MS, MINUTE_MS, moveClock } from "../support/sandbox-clock.ts";
import { startReceiver } from "../support/webhook-receiver.ts";

const START = Date.parse("2026-11-22T08:00:00Z");
const until = (date: string) => Date.parse(date) - START;
let real: number;
let sandbox: TestSandbox;
beforeEach(async () => {
  real = START;
  sandbox = await startTestSandbox({ document: "none", now: () => real });
});
afterEach(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

const DECEMBER = "2026-12-01 finalized 930";
const later = (month: string) => `${month}-01 finalized 3100`;

test("a month ahead finalises exactly one monthly invoice for each subscription, and says so", async () => {
  await subscribeAll(sandbox, ["acme", "bolt"]);
  const move = await moveClock(sandbox, until("2026-12-22T08:00:00Z"));
  expect(move.invoices).toBe(2);
  expect([await invoicesOf(sandbox, "acme"), await invoicesOf(sandbox, "bolt")]).toEqual([[DECEMBER], [DECEMBER]]);
});

test("three months in one step are the same three invoices as in three steps", async () => {
  await subscribeAll(sandbox, ["acme"]);
  const once = await moveClock(sandbox, until("2027-02-22T08:00:00Z"));
  const atOnce = await invoicesOf(sandbox, "acme");
  expect([once.invoices, atOnce]).toEqual([3, [DECEMBER, later("2027-01"), later("2027-02")]]);
  const other = await startTestSandbox({ document: "none", now: () => real });
  onTestFinished(() => other.close());
  await subscribeAll(other, ["acme"]);
  const counts = [];
  for (const month of ["2026-12", "2027-01", "2027-02"])
    counts.push((await moveClock(other, until(`${month}-22T08:00:00Z`))).invoices);
  expect([counts, await invoicesOf(other, "acme")]).toEqual([[1, 1, 1], atOnce]);
});

test("the webhooks it says were queued are those that arrive, each dated by the sandbox's time", async () => {
  await subscribeAll(sandbox, ["acme", "bolt"]);
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  const { url: webhook_url } = receiver;
  await lagoOf(sandbox).webhookEndpoints.createWebhookEndpoint({ webhook_endpoint: { webhook_url } });
  const { webhooks } = await moveClock(sandbox, until("2027-01-22T08:00:00Z"));
  await expect.poll(() => receiver.received.length).toBe(webhooks);
  const created = receiver.received.filter(({ type }) => type === "invoice.created");
  expect(created.map(({ body }) => JSON.parse(body).invoice.issuing_date).sort()).toEqual([
    ...["2026-12-01", "2026-12-01"],
    ...["2027-01-01", "2027-01-01"],
  ]);
});

test("what is finalised stays so when the clock goes back, and coming there again bills nothing twice", async () => {
  await subscribeAll(sandbox, ["acme"]);
  await moveClock(sandbox, until("2026-12-22T08:00:00Z"));
  expect((await moveClock(sandbox, 0)).invoices).toBe(0);
  expect(await invoicesOf(sandbox, "acme")).toEqual([DECEMBER]);
  const usage = await lagoOf(sandbox).customers.findCustomerCurrentUsage("acme", {
    external_subscription_id: "acme-basic",
  });
  expect(usage.status).toBe(200);
  expect((await moveClock(sandbox, until("2026-12-22T08:00:00Z"))).invoices).toBe(0);
  expect((await moveClock(sandbox, until("2027-01-22T08:00:00Z"))).invoices).toBe(1);
});

test("a machine whose clock is put back around a period's end invoices once", async () => {
  await subscribeAll(sandbox, ["acme"]);
  const midnight = Date.parse("2026-12-01T00:00:00Z");
  for (const seconds of [-5, 2, -8, -1, 1, -3, 4, 60]) {
    real = midnight + seconds * 1000;
    await lagoOf(sandbox).customers.findCustomer("acme");
  }
  await sandbox.restart();
  real = midnight - 5000;
  expect(await invoicesOf(sandbox, "acme")).toEqual([DECEMBER]);
  real = midnight + 86_400_000;
  expect(await invoicesOf(sandbox, "acme")).toEqual([DECEMBER]);
});

test("a period that ends while the server is down is billed by the next one, by the moved clock", async () => {
  await subscribeAll(sandbox, ["acme"]);
  await moveClock(sandbox, until("2026-11-30T23:00:00Z"));
  real += 90 * MINUTE_MS;
  await sandbox.restart();
  expect(await invoicesOf(sandbox, "acme")).toEqual([DECEMBER]);
});

test("a sandbox that never billed anything makes no billing state by it", async () => {
  expect(await moveClock(sandbox, 30 * DAY_MS)).toMatchObject({ invoices: 0, webhooks: 0 });
  await expect(stat(join(dirname(sandbox.launch.state.clock), "billing"))).rejects.toThrow("ENOENT");
});

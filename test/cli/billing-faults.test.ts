import { expect, onTestFinished, test } from "vitest";
import { type BillingProcess, billingProcess } from "../support/billing-process.ts";

const IS_SOAK = process.env.AVB_SOAK !== undefined;
/** Batches of 100 events: 10 000 events in a long run. */
const BATCHES = IS_SOAK ? 100 : 30;
const BILLED_BATCHES = IS_SOAK ? 16 : 5;

const batch = (number: number) => ({
  events: Array.from({ length: 100 }, (_, at) => ({
    transaction_id: `t-${number}-${at}`,
    external_subscription_id: "one",
    code: "calls",
    properties: { weight: at },
  })),
});

async function prepared(): Promise<BillingProcess> {
  const server = await billingProcess();
  onTestFinished(() => server.remove());
  return server;
}

/** Sends batches until they run out or the server is gone; tells which of them were accepted. */
async function send(server: BillingProcess, numbers: Iterator<number>, heard = () => {}): Promise<readonly number[]> {
  const accepted: number[] = [];
  for (let next = numbers.next(); next.done !== true; next = numbers.next()) {
    const status = await statusOf(server.client.events.createBatchEvents(batch(next.value)));
    if (status === undefined) break;
    if (status === 200) accepted.push(next.value);
    heard();
  }
  return accepted;
}

/** The status that the official client was answered, which throws those that are no success; undefined where nobody answered. */
async function statusOf(call: Promise<{ readonly status: number }>): Promise<number | undefined> {
  try {
    return (await call).status;
  } catch (error) {
    return error instanceof Response ? error.status : undefined;
  }
}

/** Three clients send at once; after some of their batches were answered, the server is killed in the middle of the others. */
async function sendAndKill(server: BillingProcess, missing: readonly number[]): Promise<readonly number[]> {
  if (missing.length === 0) return [];
  await server.start();
  const numbers = missing[Symbol.iterator]();
  let left = 1 + Math.floor(Math.random() * Math.min(20, missing.length / 2));
  const killed: Promise<void>[] = [];
  const heard = () => {
    left -= 1;
    if (left === 0) killed.push(server.kill());
  };
  const accepted = await Promise.all([0, 1, 2].map(() => send(server, numbers, heard)));
  await Promise.all(killed);
  expect(killed).toHaveLength(1);
  return accepted.flat();
}

const eventCount = async (server: BillingProcess): Promise<number> =>
  JSON.parse((await server.ask("GET", "/events?per_page=1"))?.text ?? "").meta.total_count;

test("kill -9 while the official client sends thousands of events loses none that was accepted and doubles none", async () => {
  const server = await prepared();
  const accepted = new Set<number>();
  const all = Array.from({ length: BATCHES }, (_, at) => at);
  for (let round = 0; round < 3; round += 1) {
    const missing = all.filter((number) => !accepted.has(number));
    for (const number of await sendAndKill(server, missing)) accepted.add(number);
  }
  await server.start();
  for (const number of all) {
    const again = await server.ask("POST", "/events/batch", batch(number));
    // A batch that was written but not answered is known as well, and known whole.
    const isKnown = again?.status === 422;
    if (accepted.has(number)) expect(isKnown).toBe(true);
    if (isKnown) expect(again?.text.match(/value_already_exist/g)?.length).toBe(100);
  }
  expect(await eventCount(server)).toBe(BATCHES * 100);
});

/** A plan whose calls are billed one by one: on an invoice each, and once more as a fee of its own. */
async function billAtOnce(server: BillingProcess): Promise<void> {
  await server.start();
  const made = async (path: string, body: object) => {
    const answer = await server.ask("POST", path, body);
    expect(answer).toMatchObject({ status: 200 });
    return JSON.parse(answer?.text ?? "");
  };
  const metric = { name: "Calls", code: "calls", aggregation_type: "count_agg" };
  const { billable_metric } = await made("/billable_metrics", { billable_metric: metric });
  const charge = { billable_metric_id: billable_metric.lago_id, charge_model: "standard", pay_in_advance: true };
  const charges = [true, false].map((invoiceable) => ({ ...charge, invoiceable, properties: { amount: "1" } }));
  const price = { interval: "monthly", amount_cents: 0, amount_currency: "USD" };
  await made("/plans", { plan: { name: "P", code: "p", ...price, charges } });
  await made("/customers", { customer: { external_id: "acme" } });
  await made("/subscriptions", { subscription: { external_customer_id: "acme", plan_code: "p", external_id: "one" } });
  await server.kill();
}

test("kill -9 while events are billed one by one leaves each of them billed once", async () => {
  const server = await prepared();
  await billAtOnce(server);
  const all = Array.from({ length: BILLED_BATCHES }, (_, at) => at);
  const accepted = new Set<number>();
  for (let round = 0; round < 3; round += 1)
    for (const number of await sendAndKill(
      server,
      all.filter((one) => !accepted.has(one)),
    ))
      accepted.add(number);
  await server.kill();
  await server.start();
  for (const number of all) await server.ask("POST", "/events/batch", batch(number));
  const { fees } = JSON.parse((await server.ask("GET", "/fees?per_page=100000"))?.text ?? "");
  const billed = fees.map((fee: Record<string, string>) => `${fee.lago_charge_id} ${fee.event_transaction_id}`);
  expect(new Set(billed).size).toBe(billed.length);
  expect(billed.length).toBe(2 * BILLED_BATCHES * 100);
}, 60_000);

test("where the disk is full, events are refused whole, and those accepted before are still there after", async () => {
  const server = await prepared();
  await server.start(64);
  const accepted = await send(server, Array.from({ length: 20 }, (_, at) => at)[Symbol.iterator]());
  expect(accepted.length).toBeGreaterThan(0);
  expect(accepted.length).toBeLessThan(20);
  const refused = await server.ask("POST", "/events/batch", batch(99));
  expect(refused).toMatchObject({ status: 500, text: JSON.stringify({ status: 500, error: "Internal Server Error" }) });
  expect(await eventCount(server)).toBe(accepted.length * 100);
  await server.kill();
  await server.start();
  expect(await eventCount(server)).toBe(accepted.length * 100);
  expect((await server.ask("POST", "/events/batch", batch(99)))?.status).toBe(200);
});

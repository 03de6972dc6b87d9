import { expect, onTestFinished, test } from "vitest";
import { billAtOnce, expectEachBilledOnce } from "../support/billed-at-once.ts";
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

test("where the disk has room for an event and none for its bill, the bill follows when there is", async () => {
  const server = await prepared();
  await billAtOnce(server);
  await server.start(64);
  const statuses = new Set<number | undefined>();
  for (let number = 0; number < 40; number += 1)
    statuses.add((await server.ask("POST", "/events", { event: batch(number).events[0] }))?.status);
  expect(statuses).toEqual(new Set([200, 500]));
  const kept = await eventCount(server);
  expect(kept).toBe(40);
  await server.kill();
  await server.start();
  await expectEachBilledOnce(server, kept);
});

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
  await expectEachBilledOnce(server, BILLED_BATCHES * 100);
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

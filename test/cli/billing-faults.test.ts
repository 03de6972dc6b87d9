import { expect, onTestFinished, test } from "vitest";
import { type BillingProcess, billingProcess } from "../support/billing-process.ts";

const BATCHES = 100;

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
async function send(
  server: BillingProcess,
  numbers: Iterator<number>,
  heard = (_number: number) => {},
): Promise<readonly number[]> {
  const accepted: number[] = [];
  for (let next = numbers.next(); next.done !== true; next = numbers.next()) {
    const answer = await server.ask("POST", "/events/batch", batch(next.value));
    if (answer === undefined) break;
    if (answer.status !== 200) continue;
    accepted.push(next.value);
    heard(next.value);
  }
  return accepted;
}

/** Three clients send at once; after some of their batches were accepted, the server is killed in the middle of the others. */
async function sendAndKill(server: BillingProcess, missing: readonly number[]): Promise<readonly number[]> {
  await server.start();
  const numbers = missing[Symbol.iterator]();
  let left = 5 + Math.floor(Math.random() * 20);
  const killed: Promise<void>[] = [];
  const heard = () => {
    left -= 1;
    if (left === 0) killed.push(server.kill());
  };
  const accepted = await Promise.all([0, 1, 2].map(() => send(server, numbers, heard)));
  await Promise.all(killed);
  return accepted.flat();
}

const eventCount = async (server: BillingProcess): Promise<number> =>
  JSON.parse((await server.ask("GET", "/events?per_page=1"))?.text ?? "").meta.total_count;

test("kill -9 during 10 000 events loses none that was accepted and doubles none", async () => {
  const server = await prepared();
  const accepted = new Set<number>();
  const all = Array.from({ length: BATCHES }, (_, at) => at);
  for (let round = 0; round < 3; round += 1) {
    const missing = all.filter((number) => !accepted.has(number));
    for (const number of await sendAndKill(server, missing)) accepted.add(number);
  }
  expect(accepted.size).toBeLessThan(BATCHES);
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

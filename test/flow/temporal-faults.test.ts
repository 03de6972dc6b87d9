import { describe, expect, test } from "vitest";
import { temporalClient, temporalOver } from "../../src/adapters/temporal.ts";
import { seed } from "../../src/flows/seed.ts";
import { emptyTemporal } from "../support/empty-temporal.ts";
import { FAULTS, type Fault, type FaultyProxy } from "../support/faulty-proxy.ts";
import { liveWorld } from "../support/live-world.ts";
import { temporalProxy } from "../support/temporal-proxy.ts";

/** How often avb tries a read or a write (`read-patiently.ts`, `write-all.ts`). */
const ATTEMPTS = 4;
/** Nobody waits for a test until an answer that never comes is given up. */
const HASTY = temporalOver({ connectMs: 5000, answerMs: 300 });
/** Less than one answer is waited for; the client by itself would repeat a call for as long as that, at each of avb's attempts. */
const IN_TIME_MS = 9000;

/** A stack with a Temporal that has nothing, spoken to by its own client through a proxy. */
async function proxied(client = temporalClient) {
  const live = liveWorld();
  const { world, tools } = live;
  await live.up({ mode: "sandbox", with: ["temporal"], seed: false });
  const proxy = await temporalProxy(await emptyTemporal());
  world.temporal = {
    use: ({ signal }, act) => client.use({ address: `127.0.0.1:${proxy.port}`, signal }, act),
  };
  const seedIt = () => seed(tools, { mode: "sandbox", services: ["temporal"], planOnly: false });
  return { proxy, seedIt };
}

const callsOf = ({ seen }: FaultyProxy, method: string): number =>
  seen.filter((path) => path.endsWith(`/${method}`)).length;

/** Every call of one method is answered so. */
const spoil = (proxy: FaultyProxy, method: string, fault: Fault) => {
  proxy.fault = (path) => (path.endsWith(`/${method}`) ? fault : "pass");
};

describe("Temporal's own client behind a proxy", () => {
  test.each(FAULTS)("asks four times and no more, in avb's time, where every answer is one of '%s'", async (fault) => {
    const { proxy, seedIt } = await proxied(fault === "silent" ? HASTY : temporalClient);
    spoil(proxy, "DescribeNamespace", fault);
    const began = performance.now();
    await expect(seedIt()).rejects.toMatchObject({ code: "SEED_NOT_READ", exitCode: 9 });
    expect(performance.now() - began).toBeLessThan(IN_TIME_MS);
    expect(callsOf(proxy, "DescribeNamespace")).toBe(ATTEMPTS);
    spoil(proxy, "RegisterNamespace", fault);
    const refused = await seedIt().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "SEED_WRITE_FAILED", exitCode: 9 });
    expect(Object(refused).message).toContain("did not take the namespace agentvoicebox, write 1 of 4: ");
    expect(callsOf(proxy, "RegisterNamespace")).toBe(ATTEMPTS);
    expect(performance.now() - began).toBeLessThan(2 * IN_TIME_MS);
  });

  test("a server that takes no connection while it is to be written is told, and no bug", async () => {
    const { proxy, seedIt } = await proxied();
    let connections = 0;
    // Once to be read, then no more.
    proxy.fault = (path) => (path.endsWith("/GetSystemInfo") && connections++ > 0 ? "503" : "pass");
    await expect(seedIt()).rejects.toMatchObject({ code: "SEED_NOT_READ", exitCode: 9 });
    expect(callsOf(proxy, "GetSystemInfo")).toBe(1 + ATTEMPTS);
    expect(callsOf(proxy, "RegisterNamespace")).toBe(0);
  });
});

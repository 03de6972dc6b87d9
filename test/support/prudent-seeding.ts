import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Planter } from "./breakage.ts";
import { FAULTS, type Fault } from "./faulty-proxy.ts";
import type { LiveStack } from "./live-stack.ts";
import { BREAKAGES } from "./planted-breakages.ts";
import { DOORED, type Doored, type SeededThrough } from "./seeded-through.ts";

/** Requests that change nothing: what is asked by GET, a login, and what Vault, gRPC and Kafka ask otherwise. */
const ASKS =
  /^GET |^POST \S*\/protocol\/openid-connect\/token |^POST \/v1\/auth\/\S*lookup |\/(?:Describe|List|Get)\w+$|^(?:Metadata|ApiVersions|DescribeConfigs|DescribeCluster|DescribeTopicPartitions)$/;

/** What is changed by hand in each service, so that there is one thing to write. */
const CHANGED: Readonly<Record<Doored, string>> = {
  keycloak: "keycloak.lifespan",
  vault: "vault.approle-lives-longer",
  opa: "opa.rule-flipped",
  lago: "lago.price-changed",
  temporal: "temporal.schedule-removed",
  kafka: "kafka.retention",
};

/** Kafka's own client waits ten seconds for an answer that never comes. */
const SLOW: Partial<Record<Doored, readonly Fault[]>> = { kafka: ["silent"] };

/** Two faults for each service, in turns, so that each fault is played; a soak plays all of them at all. */
function faultsFor(service: Doored): readonly Fault[] {
  if (process.env.AVB_SOAK !== undefined) return FAULTS;
  const quick = FAULTS.filter((fault) => SLOW[service]?.includes(fault) !== true);
  const from = DOORED.indexOf(service) * 2;
  return [0, 1].flatMap((at) => quick[(from + at) % quick.length] ?? []);
}

/** What befalls a write, in turns as well. */
function writeFaultsFor(service: Doored): readonly Fault[] {
  const both = ["503", "hang-up"] as const;
  return process.env.AVB_SOAK === undefined ? both.filter((_, at) => at === DOORED.indexOf(service) % 2) : both;
}

const plant = (service: Doored, planter: Planter) =>
  BREAKAGES.find(({ id }) => id === CHANGED[service])?.plant(planter) ?? expect.fail(CHANGED[service]);

const factsOf = (stack: LiveStack, service: string): unknown =>
  JSON.parse(readFileSync(join(stack.stateFolder(), "seeds.json"), "utf8"))[service].facts;

const writes = (lines: readonly string[]) => lines.filter((line) => !ASKS.test(line));

/** Every service is looked at whole, and nothing is written. */
export async function expectNoWrite({ proxies, look, write }: SeededThrough): Promise<void> {
  for (const service of [...DOORED, "postgres"]) {
    const seen = await look(service);
    expect(seen.differing, service).toBe(0);
    await write(service, seen);
  }
  for (const service of DOORED) {
    expect(proxies[service].seen.length, service).toBeGreaterThan(1);
    expect(writes(proxies[service].seen), service).toEqual([]);
  }
}

/** An answer that is none is asked for again, four times at most, and never taken for an empty service; one bad answer is got over. */
export async function expectPrudent({ proxies, look }: SeededThrough, service: Doored): Promise<void> {
  const proxy = proxies[service];
  for (const fault of faultsFor(service)) {
    proxy.seen.length = 0;
    proxy.fault = () => fault;
    await expect(look(service), `${service} ${fault}`).rejects.toMatchObject({ code: "SEED_NOT_READ", exitCode: 9 });
    expect(writes(proxy.seen), `${service} ${fault}`).toEqual([]);
    expect(mostAsked(proxy.seen), `${service} ${fault}`).toBeGreaterThan(1);
    expect(mostAsked(proxy.seen), `${service} ${fault}`).toBeLessThan(50);
    let spoilt = 0;
    proxy.fault = () => (spoilt++ === 0 ? fault : "pass");
    expect((await look(service)).differing, `${service} ${fault} once`).toBe(0);
  }
  proxy.fault = () => "pass";
}

const mostAsked = (lines: readonly string[]): number =>
  Math.max(...lines.map((line) => lines.filter((other) => other === line).length));

/** What is broken and mended, and through what. */
export interface Resumed {
  readonly seeded: SeededThrough;
  readonly planter: Planter;
  readonly service: Doored;
}

/** A write that is refused ends the seeding with its place among all, nothing is called done, and the next one goes on from there. */
export async function expectResumed(stack: LiveStack, { seeded, planter, service }: Resumed): Promise<void> {
  const { proxies, look, write } = seeded;
  const proxy = proxies[service];
  await plant(service, planter);
  for (const fault of writeFaultsFor(service)) {
    const seen = await look(service);
    expect(seen.differing, service).toBe(1);
    proxy.fault = (line) => (ASKS.test(line) ? "pass" : fault);
    await expect(write(service, seen), `${service} ${fault}`).rejects.toMatchObject({
      ...{ code: "SEED_WRITE_FAILED", exitCode: 9, message: expect.stringMatching(/, write 1 of 1: /) },
    });
    expect(factsOf(stack, service), service).toBe("");
    proxy.fault = () => "pass";
  }
  const seen = await look(service);
  expect(seen.differing, service).toBe(1);
  let spoilt = 0;
  proxy.fault = (line) => (!ASKS.test(line) && spoilt++ === 0 ? "503" : "pass");
  await write(service, seen);
  proxy.fault = () => "pass";
  expect(factsOf(stack, service), service).not.toBe("");
  expect((await look(service)).differing, service).toBe(0);
}

import { expect } from "vitest";
import { APPLICATION_TABLES, inDatabase } from "./application-tables.ts";
import type { Planter } from "./breakage.ts";
import { canonicalExport, differing } from "./canonical-export.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";
import { BREAKAGES } from "./planted-breakages.ts";
import { EXPORTS } from "./service-exports.ts";

const ALL = Object.keys(EXPORTS) as readonly (keyof typeof EXPORTS)[];
/** What is asked without a program: enough to see that something was changed. */
const QUICK = ["opa", "lago"] as const;
const KILLS = process.env.AVB_SOAK === undefined ? 1 : 20;

/** What is changed by hand in each service before a seeding that is killed; what they make again has the ids that it had. */
const CHANGED = [
  ...["keycloak.redirect-widened", "keycloak.user-disabled", "keycloak.role-taken", "vault.approle-lives-longer"],
  ...["vault.policy-narrowed", "opa.rule-flipped", "lago.price-changed", "temporal.retention", "kafka.retention"],
];

/** A seeding of those takes about as long: a kill comes somewhere in it, the ones of a long run all over it. */
const SEEDING_MS = 2000;

/** Five seedings in a row leave the same in every service, and so does one that goes on from where another was killed. */
export async function expectSameHoweverOften(stack: LiveStack, planter: Planter): Promise<void> {
  const { id: postgres } = await stack.container("postgres");
  inDatabase(postgres, `SET ROLE agentvoicebox; ${APPLICATION_TABLES}`);
  expectDone(await stack.avb("seed"));
  const first = await canonicalExport(planter, ALL);
  for (const service of ALL)
    expect([...first.keys()].filter((name) => name.startsWith(service)).length, service).toBeGreaterThan(1);
  for (const _round of [2, 3, 4, 5]) expect((await stack.json("seed")).written).toBe(0);
  const changed = async () => differing(first, await canonicalExport(planter, ALL));
  const quicklySeen = async () => {
    const before = new Map([...first].filter(([name]) => QUICK.some((id) => name.startsWith(id))));
    return differing(before, await canonicalExport(planter, QUICK));
  };
  expect(await changed()).toEqual([]);
  let interrupted = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    for (const id of CHANGED) await (BREAKAGES.find((one) => one.id === id) ?? expect.fail(id)).plant(planter);
    expect((await quicklySeen()).length).toBeGreaterThanOrEqual(QUICK.length);
    if (await killedAfter(stack, ((kill + 0.5) / KILLS) * SEEDING_MS)) interrupted++;
    expectDone(await stack.avb("seed"));
    expect(await changed(), `killed as number ${kill} of ${KILLS}`).toEqual([]);
  }
  if (KILLS > 1) expect(interrupted).toBeGreaterThan(KILLS / 3);
  inDatabase(postgres, "DROP TABLE billing_invoice, users_user, tenants_tenant");
}

/** True where it was still going on. */
async function killedAfter(stack: LiveStack, milliseconds: number): Promise<boolean> {
  const seeding = stack.start("seed");
  const ended = new Promise((resolve) => seeding.once("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  seeding.kill("SIGKILL");
  await ended;
  return seeding.signalCode === "SIGKILL";
}

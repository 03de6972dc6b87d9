import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { clockCaution } from "../domain/sandbox-clock.ts";
import type { Service } from "../domain/service.ts";
import type { Stack } from "../domain/stack.ts";
import type { ServiceState, StatusResult } from "../domain/status.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { clockOffset } from "./clock-offset.ts";
import { dryWorld } from "./dry-world.ts";
import { unfinishedRun } from "./journal.ts";
import { lockHolder } from "./lock.ts";
import { type ObservedSandbox, observeSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { proveBilling, proveToken, type SeededPlans, seededPlans } from "./prove-sandbox.ts";
import { resolveStack } from "./resolve-stack.ts";
import { sandboxBilling } from "./seed-billing.ts";
import { staleWrittenEnv } from "./written-env.ts";

/** Looks at everything and changes nothing. */
export async function status(outside: World): Promise<StatusResult> {
  const world = dryWorld(outside);
  const checkout = await openCheckout(world);
  const stack = await resolveStack(world, checkout);
  const observed = await observeSandbox(world, checkout);
  const problems = await problemsOf(world, checkout, observed);
  const states = services.map((service) => stateOf(service, { stack, observed, problems }));
  const files = (await staleWrittenEnv(world, checkout, stack)).filter(({ state }) => state !== "current");
  return {
    ...{ mode: stack.mode, slot: stack.slot, state: summary(observed, problems) },
    ...(observed.state === "answering" ? aboutServer(observed.instance) : {}),
    ...{ services: states, files, remarks: await remarksOn(world, checkout, observed) },
  };
}

const aboutServer = (instance: { pid: number; version: string; startedAtMs: number }) => ({
  pid: instance.pid,
  version: instance.version,
  upSinceMs: instance.startedAtMs,
});

/** What keeps each of them from being used, and what else there is to say of the billing. */
interface Problems extends Readonly<Record<NonNullable<Service["standIn"]>, string | undefined>> {
  readonly seeded?: string;
}

function summary(observed: ObservedSandbox, problems: Problems): StatusResult["state"] {
  if (observed.state === "none" || observed.state === "dead") return "not running";
  return problems.identity === undefined && problems.billing === undefined ? "usable" : "not usable";
}

async function problemsOf(world: World, checkout: Checkout, observed: ObservedSandbox): Promise<Problems> {
  if (observed.state === "silent") {
    const why = `its process (pid ${observed.instance.pid}) does not answer`;
    return { identity: why, billing: why };
  }
  if (observed.state !== "answering") return { identity: "not running", billing: "not running" };
  const { client, instance } = observed;
  // Proving a token would make secrets that are not there, and looking makes nothing.
  const hasSecrets = (await world.files.facts(checkout.state.secrets)) !== undefined;
  const plans = async () => {
    await proveBilling(client, instance);
    if (hasSecrets)
      return plansNow(await seededPlans(await sandboxBilling(world, checkout, instance, { attempts: 1 })));
  };
  const [identity, billing] = await Promise.all([
    hasSecrets ? outcome(proveToken(world, checkout, instance)) : { problem: "this checkout's secrets are gone" },
    outcome(plans()),
  ]);
  return { identity: identity.problem, billing: billing.problem, ...(billing.said && { seeded: billing.said }) };
}

function plansNow({ count, missing }: SeededPlans): string {
  const plans = `${count} ${count === 1 ? "plan" : "plans"}`;
  return missing.length === 0
    ? `seeded, ${plans}`
    : `${plans}, without ${missing.join(", ")}; seed it: avb dev seed lago`;
}

/** What a proof said, or why it failed. */
const outcome = <Said>(proof: Promise<Said>): Promise<{ readonly said?: Said; readonly problem?: string }> =>
  proof.then(
    (said) => ({ said }),
    (error: unknown) => {
      if (error instanceof AvbError) return { problem: error.message };
      throw error;
    },
  );

interface Seen {
  readonly stack: Stack;
  readonly observed: ObservedSandbox;
  readonly problems: Problems;
}

function stateOf(service: Service, seen: Seen): ServiceState {
  const { mode, running, embedded } = seen.stack;
  const row = service.statuses?.[mode];
  const note = row?.notes ?? (running.has(service.id) ? "" : "not part of this mode");
  const about = { service: service.id, title: service.title, word: row?.word ?? "", note };
  if (mode === "production") return { ...about, runs: "outside" };
  if (service.standIn !== undefined && embedded.has(service.id))
    return { ...about, runs: "stand-in", ...standInNow(service.standIn, seen) };
  return { ...about, runs: running.has(service.id) ? "container" : "nothing" };
}

function standInNow(offer: NonNullable<Service["standIn"]>, { observed, problems }: Seen): Partial<ServiceState> {
  const problem = problems[offer];
  return {
    usable: problem === undefined,
    ...(observed.state === "none" ? {} : { address: addressOf(offer, observed.instance) }),
    ...(problem === undefined ? {} : { note: problem }),
    ...(problem === undefined && offer === "billing" && problems.seeded !== undefined ? { note: problems.seeded } : {}),
  };
}

const addressOf = (offer: "identity" | "billing", instance: { identityPort: number; billingPort: number }): string =>
  `http://localhost:${offer === "identity" ? instance.identityPort : instance.billingPort}`;

async function remarksOn(world: World, checkout: Checkout, observed: ObservedSandbox): Promise<readonly string[]> {
  const holder = await lockHolder(world, checkout);
  if (holder?.alive) return [`'${holder.command}' (pid ${holder.pid}) is at work`];
  const left = await unfinishedRun(world, checkout);
  const moved = clockCaution(await clockOffset(world, checkout));
  return [
    ...(moved === undefined ? [] : [moved]),
    ...(left === undefined ? [] : [`the last '${left.command}' was cut off; 'avb dev up' goes on from what is there`]),
    ...(observed.state === "dead"
      ? [`the sandbox server (pid ${observed.instance.pid}) has died; start it again: avb dev up`]
      : []),
  ];
}

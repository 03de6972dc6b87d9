import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Service } from "../domain/service.ts";
import type { ServiceState, StatusResult } from "../domain/status.ts";
import type { World } from "../domain/world.ts";
import { isLiving, type ObservedSandbox, observeSandbox } from "./observe-sandbox.ts";
import { proveBilling, proveToken, type SeededPlans, seededPlans } from "./prove-sandbox.ts";
import { sandboxBilling } from "./seed-billing.ts";

/** What keeps each of them from being used, and what else there is to say of the billing. */
interface Problems extends Readonly<Record<NonNullable<Service["standIn"]>, string | undefined>> {
  readonly seeded?: string;
}

/** What is known of the sandbox server. */
export interface ServerLook {
  readonly observed: ObservedSandbox;
  readonly problems: Problems;
  /** Its process lives. */
  readonly runs: boolean;
  /** Everything that it stands in for can be used. */
  readonly isUsable: boolean;
  readonly about: Pick<StatusResult, "pid" | "version" | "upSinceMs">;
}

/** Looks at the server and proves what it offers; nothing is written. */
export async function lookAtServer(world: World, checkout: Checkout): Promise<ServerLook> {
  const observed = await observeSandbox(world, checkout);
  const problems = await problemsOf(world, checkout, observed);
  const isUsable = problems.identity === undefined && problems.billing === undefined;
  const about = observed.state === "answering" ? aboutServer(observed.instance) : {};
  return { observed, problems, runs: isLiving(observed), isUsable, about };
}

const aboutServer = (instance: { pid: number; version: string; startedAtMs: number }): ServerLook["about"] => ({
  pid: instance.pid,
  version: instance.version,
  upSinceMs: instance.startedAtMs,
});

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

/** How a service is for which the server stands in. */
export function standInNow(
  offer: NonNullable<Service["standIn"]>,
  { observed, problems }: ServerLook,
): Partial<ServiceState> {
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

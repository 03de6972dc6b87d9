import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Service } from "../domain/service.ts";
import type { ServiceState, StatusResult } from "../domain/status.ts";
import type { World } from "../domain/world.ts";
import { isLiving, type ObservedSandbox, observeSandbox } from "./observe-sandbox.ts";
import { proveBilling, proveToken } from "./prove-sandbox.ts";

type Problems = Readonly<Record<NonNullable<Service["standIn"]>, string | undefined>>;

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
  const isUsable = Object.values(problems).every((problem) => problem === undefined);
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
  const [identity, billing] = await Promise.all([
    hasSecrets ? problemIn(proveToken(world, checkout, instance)) : "this checkout's secrets are gone",
    problemIn(proveBilling(client, instance)),
  ]);
  return { identity, billing };
}

const problemIn = (proof: Promise<void>): Promise<string | undefined> =>
  proof.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof AvbError) return error.message;
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
  };
}

const addressOf = (offer: "identity" | "billing", instance: { identityPort: number; billingPort: number }): string =>
  `http://localhost:${offer === "identity" ? instance.identityPort : instance.billingPort}`;

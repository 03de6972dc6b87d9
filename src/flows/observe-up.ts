import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { IdentityDifference } from "../domain/identity-changes.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { type Allocation, allocatePorts } from "./allocate-ports.ts";
import { wantedBilling } from "./billing-document.ts";
import { type ForwardsSeen, observeForwards, portsForwarded } from "./live/forward.ts";
import type { LiveRun } from "./live/live-steps.ts";
import { containersFor, liveRun, portsHeld } from "./live/up-live.ts";
import { type ObservedSandbox, observeSandbox, PATIENT_MS } from "./observe-sandbox.ts";
import { planSeed, wantedIdentities } from "./plan-seed.ts";
import { proveBilling, proveToken } from "./prove-sandbox.ts";
import { type BillingObservation, observeBilling, sandboxBilling } from "./seed-billing.ts";
import { observeUpSeeds, type UpSeeds } from "./seeding/plan-up-seeds.ts";
import { serverPorts } from "./server-ports.ts";
import { findOrphan, type Orphan, type ServerWishes } from "./start-sandbox.ts";
import { staleWrittenEnv } from "./written-env.ts";

/** What decides on how the server is started. */
export interface UpWishes {
  readonly version: string;
  readonly strict: boolean;
  readonly forContainers: boolean;
  readonly seed: boolean;
  /** Whether images are prepared for quicker starts; as it was when nothing is said. */
  readonly prepare?: boolean | undefined;
  /** Milliseconds since 1970 until which a person is willing to wait for a service. */
  readonly patientUntilMs?: number;
  /** Why a healthy server is to be started anew. */
  readonly restart?: string;
  /** The one service that this is meant for. */
  readonly restartOnly?: string;
}

/** Everything `up` looks at before it decides. */
export interface UpObservation {
  readonly server: ObservedSandbox;
  readonly orphan: Orphan | undefined;
  readonly hasSecrets: boolean;
  readonly allocation: Allocation;
  readonly wishes: ServerWishes;
  /** What differs in a running server's identities. */
  readonly difference: IdentityDifference | undefined;
  /** What differs in what its mock billing API holds. */
  readonly billing: BillingObservation | undefined;
  /** Files that `env --write` made and that no longer tell the truth. */
  readonly staleFiles: readonly string[];
  /** Why a running server whose identities are complete still cannot be used. */
  readonly unusable: string | undefined;
  /** The containers of the stack; undefined where there are none and none are wanted. */
  readonly live: LiveRun | undefined;
  /** What brings the ports of another machine's engine here. */
  readonly forwards: ForwardsSeen;
  /** The seeds of real services; undefined where there are none or they are left out. */
  readonly seeds: UpSeeds | undefined;
}

const ENGINE_MS = 3000;

/** Looks at the server, its identities and the ports; changes nothing. */
export async function observeUp(
  world: World,
  checkout: Checkout,
  { stack, wishes }: { readonly stack: Stack; readonly wishes: UpWishes },
): Promise<UpObservation> {
  // A document that contradicts itself is told before anything is started.
  if (wishes.seed) await Promise.all([wantedIdentities(world, checkout), wantedBilling(world, checkout)]);
  const containers = containersFor(world, checkout, stack);
  const [server, have] = await Promise.all([observeSandbox(world, checkout, PATIENT_MS), containers]);
  const isOver = server.state === "none" || server.state === "dead";
  const orphan = isOver ? await findOrphan(world, checkout) : undefined;
  const forwards = await observeForwards(world, checkout);
  const gateway = await gatewayFor(world, { server, forwards }, wishes.forContainers);
  const allocation = await allocatePorts(world, checkout, {
    ...{ stack, strict: wishes.strict, ours: [...portsHeld(have), ...portsForwarded(forwards)] },
    ...(gateway === undefined ? {} : { gateway }),
  });
  const hasSecrets = (await world.files.facts(checkout.state.secrets)) !== undefined;
  const seed = wishes.seed && hasSecrets;
  const [{ unusable, ...sandbox }, files, ports, live] = await Promise.all([
    seed ? observeSeeds(world, checkout, server) : NO_SEEDS,
    staleWrittenEnv(world, checkout, allocation.stack, { orLocal: true }),
    serverPorts(world, allocation.stack, server),
    liveRun(world, checkout, {
      ...{ stack: allocation.stack, version: wishes.version, have, prepare: wishes.prepare },
      patientUntilMs: wishes.patientUntilMs,
    }),
  ]);
  const anew = wishes.restart !== undefined || (allocation.stack.embedded.size > 0 && !isAsDocumented(sandbox));
  const subject = { stack: allocation.stack, live, anew };
  const seeds = wishes.seed ? await observeUpSeeds(world, checkout, subject) : undefined;
  return {
    ...{ server, orphan, hasSecrets, allocation, live, forwards, seeds, unusable, ...sandbox },
    staleFiles: files.filter(({ state }) => state === "stale").map(({ path }) => path),
    wishes: { version: wishes.version, ...ports, ...(gateway === undefined ? {} : { gateway }) },
  };
}

/** What the sandbox server holds may be what a real service's seeds are made from. */
const isAsDocumented = ({ difference, billing }: Omit<Seeds, "unusable">): boolean =>
  difference?.changes.length === 0 && billing?.writes.length === 0;

/** What differs in a server, and why it cannot be used though nothing does. */
type Seeds = Pick<UpObservation, "difference" | "billing" | "unusable">;

const NO_SEEDS: Seeds = { difference: undefined, billing: undefined, unusable: undefined };

/** What differs from the documents in a server that answers; a billing API that cannot be read makes it unusable. */
async function observeSeeds(world: World, checkout: Checkout, server: ObservedSandbox): Promise<Seeds> {
  if (server.state !== "answering") return NO_SEEDS;
  const { client, instance } = server;
  const [difference, billing] = await Promise.all([
    client.identities().then((held) => planSeed(world, checkout, held)),
    sandboxBilling(world, checkout, instance)
      .then((held) => observeBilling(held, false))
      .catch((error: unknown) => {
        if (error instanceof AvbError && error.code === "SEED_NOT_READ") return error.message;
        throw error;
      }),
  ]);
  if (typeof billing === "string") return { difference, billing: undefined, unusable: billing };
  const unusable = difference.changes.length === 0 ? await whyUnusable(world, checkout, server) : undefined;
  return { difference, billing, unusable };
}

/** The bridge's gateway when containers are to reach the server; a server that has one keeps it. */
async function gatewayFor(
  world: World,
  { server, forwards }: Pick<UpObservation, "server" | "forwards">,
  wanted: boolean,
): Promise<string | undefined> {
  if (!wanted) return server.state === "none" ? undefined : server.instance.gateway;
  if (forwards.engine !== undefined) throw AvbError.of("REMOTE_BRIDGE", { address: forwards.engine });
  const { gateway } = await world.engine.facts(ENGINE_MS);
  if (gateway === undefined) throw AvbError.of("NO_BRIDGE_GATEWAY", {});
  return gateway;
}

async function whyUnusable(world: World, checkout: Checkout, server: ObservedSandbox): Promise<string | undefined> {
  if (server.state !== "answering") return undefined;
  try {
    const { client, instance } = server;
    await Promise.all([proveToken(world, checkout, instance), proveBilling(client, instance)]);
    return undefined;
  } catch (error) {
    if (error instanceof AvbError) return error.message;
    throw error;
  }
}

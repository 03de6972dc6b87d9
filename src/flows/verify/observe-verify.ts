import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { Proof } from "../../domain/proof.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { services } from "../../services/index.ts";
import { serviceOf } from "../live/look-at-live.ts";
import { ownContainers } from "../live/observe-live.ts";
import { nameIn } from "../live/why-fallen.ts";
import { livingInstance } from "../resolve-stack.ts";
import type { Verifier } from "./verifier.ts";

/** What of a stack runs. */
export interface Running {
  readonly containers: readonly EngineContainer[];
  /** Ids of the containers that run, by their own names. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Looks what runs. SERVICE_NOT_RUNNING (8) where nothing of the stack does: nothing could be said of it. */
export async function observeRunning(world: World, checkout: Checkout, stack: Stack): Promise<Running> {
  const containers = stack.running.size === 0 ? [] : await ownContainers(world, checkout);
  const up = containers.filter(({ life }) => life === "running");
  const isServed = stack.embedded.size > 0 && (await livingInstance(world, checkout)) !== undefined;
  if (up.length === 0 && !isServed) {
    const service = `the ${stack.mode} stack`;
    throw AvbError.of("SERVICE_NOT_RUNNING", { service, why: "nothing of it runs", fix: "avb dev up" });
  }
  return { containers, ids: new Map(up.map((one) => [nameIn(one), one.id] as const)) };
}

/** The one proof that stands for a section whose service cannot be asked; undefined for one that can. */
export function notAsked({ id, title, service }: Verifier, stack: Stack, running: Running): Proof | undefined {
  if (service === undefined) return undefined;
  const proof = { id: `${id}.runs`, claim: `${title} runs` };
  if (!stack.running.has(service)) return { ...proof, outcome: "skipped", said: whyLeftOut(service, stack) };
  const own = running.containers.filter((one) => serviceOf(one) === service);
  const dead = own.find(({ life, exitCode }) => life !== "running" && !(life === "exited" && exitCode === 0));
  if (own.some(({ life }) => life === "running") && dead === undefined) return undefined;
  const bad = dead ?? own[0];
  const said = bad === undefined ? "its container is not there" : `${nameIn(bad)} is ${bad.life}`;
  return { ...proof, outcome: "broken", said, fix: "avb dev up" };
}

/** What the mode does in the service's place, in the matrix's words. */
function whyLeftOut(id: string, stack: Stack): string {
  const row = services.find((service) => service.id === id)?.statuses?.[stack.mode];
  const runsHere = row?.word === "ENABLED";
  if (row === undefined || runsHere) return `it does not run in this stack; with it: avb dev up --with ${id}`;
  return `${row.word} in ${stack.mode}: ${row.notes}; with it: avb dev up --with ${id}`;
}

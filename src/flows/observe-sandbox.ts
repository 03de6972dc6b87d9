import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import type { World } from "../domain/world.ts";
import { recordedInstance } from "./running-instance.ts";
import { type SandboxClient, sandboxClient } from "./sandbox-client.ts";

/** For those who only look. */
const GLANCE_MS = 1000;
/** Where a server that does not answer is started anew, or ends a command: on a busy machine one that is well takes its time. */
export const PATIENT_MS = 8000;

/** What is true of this checkout's sandbox server. Only `answering` and `silent` may ever be ended: their process is proven to be ours. */
export type ObservedSandbox =
  | { readonly state: "none" }
  /** Its record is there, its process is not: killed, or the machine was restarted. */
  | { readonly state: "dead"; readonly instance: SandboxInstance }
  /** Its process lives and does not answer as itself. */
  | { readonly state: "silent"; readonly instance: SandboxInstance; readonly why: string }
  | { readonly state: "answering"; readonly instance: SandboxInstance; readonly client: SandboxClient };

/** A server whose process lives. */
export type LivingSandbox = Extract<ObservedSandbox, { state: "answering" | "silent" }>;

/** True for a server whose process lives, whether or not it answers. */
export const isLiving = (observed: ObservedSandbox): observed is LivingSandbox =>
  observed.state === "answering" || observed.state === "silent";

/** Looks at the record, at the process (pid and start time), and at what answers on its port within this time. */
export async function observeSandbox(world: World, checkout: Checkout, withinMs = GLANCE_MS): Promise<ObservedSandbox> {
  const recorded = await recordedInstance(world, checkout);
  if (recorded.state !== "alive") return recorded;
  const { instance } = recorded;
  const client = sandboxClient(world, instance);
  const answer = await client.health(withinMs);
  if (answer.health === undefined) return { state: "silent", instance, why: answer.why };
  return answer.health.instance === instance.instance
    ? { state: "answering", instance, client }
    : { state: "silent", instance, why: `port ${instance.identityPort} is answered by another server of avb` };
}

/** The answering server, or SANDBOX_NOT_RUNNING (8). */
export async function runningSandbox(
  world: World,
  checkout: Checkout,
): Promise<{ readonly instance: SandboxInstance; readonly client: SandboxClient }> {
  const observed = await observeSandbox(world, checkout, PATIENT_MS);
  if (observed.state === "answering") return observed;
  throw AvbError.of("SANDBOX_NOT_RUNNING", {});
}

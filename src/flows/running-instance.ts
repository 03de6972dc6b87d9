import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { parseInstance, type SandboxInstance } from "../domain/sandbox-instance.ts";
import type { World } from "../domain/world.ts";

/** What the record of the sandbox server tells: no record, one of a process that has ended, or of a living one. */
export type RecordedInstance =
  | { readonly state: "none" }
  | { readonly state: "dead"; readonly instance: SandboxInstance }
  | { readonly state: "alive"; readonly instance: SandboxInstance };

/** Reads the record and looks whether its process lives and is still the same one; STATE_CORRUPT for a record avb did not write. */
export async function recordedInstance(world: World, { state }: Checkout): Promise<RecordedInstance> {
  const text = await world.files.read(state.instance);
  if (text === undefined) return { state: "none" };
  const instance = parseInstance(text);
  if (instance === undefined)
    throw AvbError.of("STATE_CORRUPT", { path: state.instance, why: "it is no record of a server" });
  const start = await world.processes.startOf(instance.pid);
  return { state: start === instance.processStart ? "alive" : "dead", instance };
}

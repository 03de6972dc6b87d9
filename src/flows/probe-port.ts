import type { PortOwner } from "../domain/sockets.ts";
import type { World } from "../domain/world.ts";
import { portOwner } from "./port-owner.ts";

/** Whether a port can be bound on all its addresses now. */
export type PortVerdict =
  | { readonly state: "free" }
  /** Held by this checkout's own running server. */
  | { readonly state: "ours" }
  | { readonly state: "taken"; readonly owner: PortOwner | undefined }
  | { readonly state: "refused" };

/** The addresses a stack binds: loopback, for the embedded server in both families, and the engine's gateway when containers are to reach it. */
export const addressesOf = (embedded: boolean, gateway?: string): readonly string[] => [
  "127.0.0.1",
  ...(embedded ? ["::1"] : []),
  ...(embedded && gateway !== undefined ? [gateway] : []),
];

/** Binds exactly these addresses for a moment (F9). An address the machine does not have is not in the way. */
export async function probePort(world: World, port: number, addresses: readonly string[]): Promise<PortVerdict> {
  const first = await bindAll(world, port, addresses);
  if (first !== "taken") return { state: first === "denied" ? "refused" : "free" };
  const owner = await portOwner(world, port);
  // Nobody there: it was another probe, gone by now.
  if (owner === undefined && (await bindAll(world, port, addresses)) === "free") return { state: "free" };
  return { state: "taken", owner };
}

async function bindAll(world: World, port: number, addresses: readonly string[]): Promise<"free" | "taken" | "denied"> {
  for (const address of addresses) {
    const found = await world.sockets.probe(address, port);
    if (found === "taken" || found === "denied") return found;
  }
  return "free";
}

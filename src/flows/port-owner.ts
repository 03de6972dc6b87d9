import { mayBeContainer } from "../domain/port-owner-text.ts";
import type { PortOwner } from "../domain/sockets.ts";
import type { World } from "../domain/world.ts";

const ENGINE_MS = 1000;

/** Who holds a port: the process, or the container behind it. Undefined when nobody can tell; never an error, since it only explains one. */
export async function portOwner(world: World, port: number): Promise<PortOwner | undefined> {
  const owner = await world.sockets.owner(port);
  if (!mayBeContainer(owner)) return owner;
  return (await world.engine.containerOnPort(port, ENGINE_MS).catch(() => undefined)) ?? owner;
}

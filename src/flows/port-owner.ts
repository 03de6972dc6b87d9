import { parentFolder, stateRootOf } from "../domain/checkout.ts";
import { isSandboxServer, launchFileIn, mayBeContainer } from "../domain/port-owner-text.ts";
import { parseInstance } from "../domain/sandbox-instance.ts";
import { shellWord } from "../domain/shell-word.ts";
import type { PortOwner } from "../domain/sockets.ts";
import type { World } from "../domain/world.ts";

const ENGINE_MS = 1000;

/** Who holds a port: the process, the container behind it, or the checkout whose sandbox it is. Undefined when nobody can tell; never an error, since it only explains one. */
export async function portOwner(world: World, port: number): Promise<PortOwner | undefined> {
  const owner = await world.sockets.owner(port);
  if (isSandboxServer(owner)) return withCheckout(world, owner).catch(() => owner);
  if (!mayBeContainer(owner)) return owner;
  return (await world.engine.containerOnPort(port, ENGINE_MS).catch(() => undefined)) ?? owner;
}

/** Believes the record in the folder of the launch file only when it speaks of this very process. */
async function withCheckout(world: World, owner: PortOwner & { readonly pid: number }): Promise<PortOwner> {
  const launch = launchFileIn((await world.processes.commandOf(owner.pid)) ?? "") ?? "";
  const folder = parentFolder(launch);
  const instance = parseInstance((await world.files.read(`${folder}/instance.json`)) ?? "");
  const start = await world.processes.startOf(owner.pid);
  if (instance?.root === undefined || instance.pid !== owner.pid || instance.processStart !== start) return owner;
  const { root, slot } = instance;
  const isThere = (await world.files.facts(root)) !== undefined;
  const stateRoot = parentFolder(folder);
  const state = stateRoot === stateRootOf(world.host) ? "" : `AVB_STATE_DIR=${shellWord(stateRoot)} `;
  const numbered = slot === 0 ? "" : `AVB_SLOT=${slot} `;
  const stop = isThere ? `cd ${shellWord(root)} && ${state}${numbered}avb dev down` : `${state}avb dev down --all`;
  return { ...owner, checkout: root, stop };
}

import type { Checkout } from "../domain/checkout.ts";
import type { World } from "../domain/world.ts";

/** The names that avb's writes have until they are whole. */
const TEMPORARY = /^\.[0-9a-f]{12}\.tmp$/;

/** Longer than any write takes: a younger one may have a living writer that holds no lock. */
const TORN_AFTER_MS = 60_000;

/** The temporary files in a folder that have been there for longer than this: what a process that was killed had begun to write. */
export async function tornWrites(world: World, folder: string, ageMs = TORN_AFTER_MS): Promise<readonly string[]> {
  const names = (await world.files.list(folder)).filter((name) => TEMPORARY.test(name));
  const paths = names.map((name) => `${folder}/${name}`);
  const old = await Promise.all(paths.map((path) => isOlder(world, path, ageMs)));
  return paths.filter((_, index) => old[index]);
}

/** Removes them from the checkout's own folder, since a part of a secret may be in one; for the holder of the lock. */
export async function sweepTornWrites(world: World, { state }: Checkout): Promise<void> {
  for (const path of await tornWrites(world, state.directory)) await world.files.remove(path);
}

/** Those of a folder that others write to as well: one's own, and for nobody else to read, as a file of secrets begins. */
export async function privateTornWrites(world: World, folder: string): Promise<readonly string[]> {
  const paths = await tornWrites(world, folder);
  const facts = await Promise.all(paths.map((path) => world.files.facts(path)));
  return paths.filter((_, index) => facts[index]?.uid === world.host.uid && facts[index]?.mode === 0o600);
}

/** Removes them. */
export async function sweepPrivateTornWrites(world: World, folder: string): Promise<void> {
  for (const path of await privateTornWrites(world, folder)) await world.files.remove(path);
}

/** True for a file, not a link, that was last written at least so long ago. */
export async function isOlder(world: World, path: string, ms: number): Promise<boolean> {
  const facts = await world.files.facts(path);
  return facts?.kind === "file" && world.clock.now() - facts.modifiedMs >= ms;
}

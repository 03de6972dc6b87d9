import { type CheckoutPlace, checkoutId, parentFolder, stateRootOf } from "../domain/checkout.ts";
import type { FileFacts, World } from "../domain/world.ts";

const MARKS = [".devenvrc", ".git"];

/**
 * The repository's root: the nearest folder upwards that holds `.devenvrc` or `.git`, else the current folder. The search
 * ends at a folder of another user and at a mount boundary: whoever may write there must not configure this person's avb.
 */
export async function findRoot(world: World): Promise<string> {
  const start = await world.files.realPath(world.host.cwd);
  const first = await factsOf(world, start);
  for (let folder = start; ; folder = parentFolder(folder)) {
    const facts = folder === start ? first : await factsOf(world, folder);
    if (!mayConfigure(facts, first, world.host.uid)) return start;
    if (await isMarked(world, folder)) return folder;
    if (parentFolder(folder) === folder) return start;
  }
}

/** The superuser of a container works on folders of another user; for them the owner of the first folder counts too. */
function mayConfigure(facts: FileFacts | undefined, first: FileFacts | undefined, uid: number): boolean {
  if (facts === undefined || facts.device !== first?.device) return false;
  return uid === -1 || facts.uid === uid || (uid === 0 && facts.uid === first.uid);
}

async function isMarked(world: World, folder: string): Promise<boolean> {
  const separator = /[/\\]$/.test(folder) ? "" : "/";
  const found = await Promise.all(MARKS.map((name) => factsOf(world, `${folder}${separator}${name}`)));
  return found.some((facts) => facts !== undefined);
}

const factsOf = (world: World, path: string): Promise<FileFacts | undefined> =>
  world.files.facts(path).catch(() => undefined);

/** The place of the checkout that avb was started in. */
export async function findPlace(world: World): Promise<CheckoutPlace> {
  const stateRoot = stateRootOf(world.host);
  const root = await findRoot(world);
  return { root, id: checkoutId(root, world.hash.sha256), stateRoot };
}

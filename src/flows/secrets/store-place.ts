import { AvbError } from "../../domain/errors/avb-error.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { FileFacts, Host, World } from "../../domain/world.ts";

/** The most that is read of a store: thousands of credentials. */
export const MOST_BYTES = 32 * 1024 * 1024;

/** Longer than it takes to remove a name. */
const SETTLE_MS = 100;

/** The folder of what opens stores: never that of avb's state, in which they lie. */
export function keyFolderOf({ env, home, platform }: Pick<Host, "env" | "home" | "platform">): string {
  if (platform === "win32") return `${env.APPDATA ?? `${home}/AppData/Roaming`}/avb`;
  const xdg = env.XDG_CONFIG_HOME;
  return `${xdg?.startsWith("/") ? xdg : `${home}/.config`}/avb`;
}

/** Why a file that holds or opens secrets is not to be touched, and what to do; undefined for one that is nobody else's. */
export function unsafe(
  { kind, links, uid }: FileFacts,
  host: Host,
  path: string,
): { why: string; fix: string } | undefined {
  const away = `move it away: mv ${shellWord(path)} ${shellWord(`${path}.old`)}`;
  if (kind !== "file") return { why: `is a ${kind}, and a plain file is due`, fix: away };
  if (links > 1) return { why: `has ${links} names (hard links)`, fix: away };
  if (host.platform !== "win32" && uid !== host.uid) return { why: `belongs to uid ${uid}`, fix: away };
  return undefined;
}

/** Stops at a store's file that is a link, has two names or belongs to somebody else: STORE_NOT_SAFE. */
export async function requireSafe(world: World, path: string): Promise<FileFacts | undefined> {
  const facts = await settledFacts(world, path);
  const problem = facts === undefined ? undefined : unsafe(facts, world.host, path);
  if (problem !== undefined) throw AvbError.of("STORE_NOT_SAFE", { path, ...problem });
  await requireOwnFolder(world, path.slice(0, path.lastIndexOf("/")));
  return facts;
}

/** A file that is being made whole has a second name until it is there (`Files.create`). */
async function settledFacts(world: World, path: string): Promise<FileFacts | undefined> {
  const facts = await world.files.facts(path);
  if (facts === undefined || facts.links === 1) return facts;
  await world.clock.sleep(SETTLE_MS);
  return world.files.facts(path);
}

/** A folder into which others may write can have its files exchanged. */
async function requireOwnFolder(world: World, folder: string): Promise<void> {
  const facts = await world.files.facts(folder);
  if (facts === undefined || world.host.platform === "win32") return;
  const fix = `give it to yourself alone: chmod 700 ${shellWord(folder)}`;
  if (facts.kind !== "directory")
    throw AvbError.of("STORE_NOT_SAFE", { path: folder, why: `is a ${facts.kind}, and a folder is due`, fix });
  if ((facts.mode & 0o022) !== 0)
    throw AvbError.of("STORE_NOT_SAFE", { path: folder, why: "can be written by others", fix });
}

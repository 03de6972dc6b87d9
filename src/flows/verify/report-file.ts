import { AvbError } from "../../domain/errors/avb-error.ts";
import type { FileFacts, World } from "../../domain/world.ts";

/** Where a report goes. */
export interface ReportPlace {
  /** As it was given, for messages. */
  readonly given: string;
  /** Through its folder's real path. */
  readonly path: string;
}

/** A file that was asked for, by which flag, and how a report in it begins. */
export interface ReportWish {
  readonly given: string;
  readonly flag: string;
  readonly begins: string;
}

/** A report names services and claims, and no secret. */
const READABLE = 0o644;

/** Looks whether a report may go there, before anything is proved. REPORT_FOLDER_MISSING, REPORT_NOT_A_FILE, REPORT_NOT_OURS (3). */
export async function reportPlace(world: World, { given, flag, begins }: ReportWish): Promise<ReportPlace> {
  const { folder, name } = placed(given, world.host.cwd);
  const { files } = world;
  const kindOfFolder = (await files.facts(folder, { follow: true }))?.kind;
  if (kindOfFolder !== "directory") throw AvbError.of("REPORT_FOLDER_MISSING", { path: given, folder });
  const real = await files.realPath(folder);
  const path = `${real === "/" ? "" : real}/${name}`;
  const kind = oddity(name, await files.facts(path));
  if (kind !== undefined) throw AvbError.of("REPORT_NOT_A_FILE", { path: given, kind, flag });
  const there = await files.read(path);
  if (there !== undefined && !there.startsWith(begins)) throw AvbError.of("REPORT_NOT_OURS", { path: given, flag });
  return { given, path };
}

/** What is there in place of a plain file with one name; undefined for such a one, and for nothing. */
function oddity(name: string, facts: FileFacts | undefined): string | undefined {
  if (name === "") return "directory";
  if (facts === undefined) return undefined;
  if (facts.kind !== "file") return facts.kind;
  return facts.links > 1 ? "file with several names (a hard link)" : undefined;
}

/** Writes a report: the old one or the new one is there at any time. */
export const writeReport = (world: World, { path }: ReportPlace, text: string): Promise<void> =>
  world.files.write(path, text, READABLE);

function placed(given: string, cwd: string): { readonly folder: string; readonly name: string } {
  const absolute = /^([/\\]|[A-Za-z]:)/.test(given) ? given : `${cwd}/${given}`;
  const at = Math.max(absolute.lastIndexOf("/"), absolute.lastIndexOf("\\"));
  return { folder: absolute.slice(0, at) || "/", name: absolute.slice(at + 1) };
}

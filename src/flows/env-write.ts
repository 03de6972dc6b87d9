import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import type { EnvFormat } from "../domain/env-format/formats.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Mode } from "../domain/modes.ts";
import type { World } from "../domain/world.ts";
import { formatOfName } from "../domain/written-file.ts";
import { type FilePlace, type GitIgnored, keepOutOfGit } from "./env-git.ts";
import { openCheckout } from "./open-checkout.ts";
import type { ValueOptions } from "./plain-values.ts";
import { resolveStack } from "./resolve-stack.ts";
import { sweepPrivateTornWrites } from "./torn-writes.ts";
import { rememberFile, textOfFile, writtenFiles } from "./written-env.ts";

/** What is asked of `env --write`. */
export interface EnvWriteRequest {
  readonly overrides: ConfigOverrides;
  readonly wishes: EnvWishes;
  readonly path: string;
  /** By the file's name when absent. */
  readonly format?: EnvFormat;
  /** Replace a file that somebody else wrote or edited. */
  readonly force: boolean;
  readonly asking?: ValueOptions["asking"];
}

/** A file that was written with values and secrets. */
export interface EnvWritten {
  readonly path: string;
  readonly mode: Mode;
  readonly format: EnvFormat;
  readonly git: GitIgnored;
  /** Variables that are not in it because the platform supplies them. */
  readonly platform: readonly string[];
  readonly cautions: readonly string[];
}

/** Writes the values with their secrets to a file that only its owner can read, kept out of git and remembered. */
export async function writeEnv(world: World, request: EnvWriteRequest): Promise<EnvWritten> {
  const checkout = await openCheckout(world, request.overrides);
  const stack = await resolveStack(world, checkout, request.overrides);
  const format = request.format ?? formatOfName(request.path);
  const { text, cautions, platform } = await textOfFile(world, checkout, stack, { ...request, format });
  const file = await placeOf(world, request.path);
  await refuseForeign(world, checkout, { file, text, force: request.force });
  const git = await keepOutOfGit(world, file);
  await sweepPrivateTornWrites(world, file.folder);
  await world.files.write(file.path, text);
  const written = { path: file.path, mode: stack.mode, format };
  await rememberFile(world, checkout, { ...written, wishes: request.wishes, sha256: world.hash.sha256(text) });
  return { ...written, git, platform, cautions };
}

/** The file by its folder's real path; ENV_FILE_LINK for anything but a plain file with one name. */
export async function placeOf(world: World, given: string): Promise<FilePlace> {
  const absolute = /^([/\\]|[A-Za-z]:)/.test(given) ? given : `${world.host.cwd}/${given}`;
  const at = Math.max(absolute.lastIndexOf("/"), absolute.lastIndexOf("\\"));
  const parent = absolute.slice(0, at) || "/";
  const name = absolute.slice(at + 1);
  const folderFacts = await world.files.facts(parent, { follow: true });
  if (folderFacts?.kind !== "directory") throw AvbError.of("ENV_FOLDER_MISSING", { path: given, folder: parent });
  const folder = await world.files.realPath(parent);
  const path = `${folder === "/" ? "" : folder}/${name}`;
  const facts = await world.files.facts(path);
  if (facts === undefined && name !== "") return { folder, name, path };
  const kind = facts?.kind === "file" ? "file with several names (a hard link)" : (facts?.kind ?? "directory");
  if (facts?.kind !== "file" || facts.links > 1) throw AvbError.of("ENV_FILE_LINK", { path: given, kind });
  return { folder, name, path };
}

async function refuseForeign(
  world: World,
  checkout: Checkout,
  { file, text, force }: { readonly file: FilePlace; readonly text: string; readonly force: boolean },
): Promise<void> {
  const present = await world.files.read(file.path);
  if (present === undefined || present === text || force) return;
  const known = (await writtenFiles(world, checkout)).find(({ path }) => path === file.path);
  if (known?.sha256 !== world.hash.sha256(present)) throw AvbError.of("ENV_FILE_FOREIGN", { path: file.path });
}

import { AvbError } from "../domain/errors/avb-error.ts";
import type { Output } from "../domain/processes.ts";
import { safePath } from "../domain/safe-path.ts";
import type { GitCall } from "../domain/secret-scan.ts";
import type { World } from "../domain/world.ts";

/** How a file is kept out of commits: there is no repository, it was ignored already, or a line was added to `.gitignore`. */
export type GitIgnored = "no repository" | "already ignored" | "added to .gitignore";

/** A file by its folder's real path and its name. */
export interface FilePlace {
  readonly folder: string;
  readonly name: string;
  readonly path: string;
}

/**
 * Makes sure that git would not commit this file, adding a line to the repository's `.gitignore` where nothing ignores it.
 * ENV_FILE_TRACKED when it is committed already, ENV_FILE_NOT_IGNORED when it cannot be ignored.
 */
export async function keepOutOfGit(world: World, file: FilePlace): Promise<GitIgnored> {
  const top = await git(world, file, "rev-parse", "--show-toplevel");
  if (top.exitCode !== 0) {
    if (/not a git repository/i.test(top.stderr)) return "no repository";
    throw AvbError.of("ENV_FILE_NOT_IGNORED", { path: file.path, why: firstLine(top.stderr) });
  }
  const tracked = await git(world, file, "ls-files", "--error-unmatch", "--", file.name);
  if (tracked.exitCode === 0) throw AvbError.of("ENV_FILE_TRACKED", { path: file.path });
  if (await isIgnored(world, file)) return "already ignored";
  await addRule(world, file, await world.files.realPath(top.stdout.trim()));
  if (!(await isIgnored(world, file)))
    throw AvbError.of("ENV_FILE_NOT_IGNORED", { path: file.path, why: "a rule further down lets it in" });
  return "added to .gitignore";
}

const isIgnored = async (world: World, file: FilePlace): Promise<boolean> =>
  (await git(world, file, "check-ignore", "--quiet", "--", file.name)).exitCode === 0;

async function addRule(world: World, file: FilePlace, top: string): Promise<void> {
  const ignore = `${top}/.gitignore`;
  const facts = await world.files.facts(ignore);
  if (facts !== undefined && facts.kind !== "file")
    throw AvbError.of("ENV_FILE_NOT_IGNORED", { path: file.path, why: `.gitignore is a ${facts.kind}` });
  const text = (await world.files.read(ignore)) ?? "";
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  const rule = `/${file.path.slice(top.length + 1)}`.replace(/[\\*?[\]]/g, "\\$&").replace(/ $/, "\\ ");
  await world.files.write(ignore, `${text}${gap}${rule}\n`, facts?.mode ?? 0o644);
}

/**
 * What a repository's own configuration may not make git do for us: run a program, ask a server, or take a folder of the clone
 * for a repository, whose configuration came with the clone.
 */
const GUARDED = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "protocol.allow=never",
  "safe.bareRepository=explicit",
];

/** How git is called in a folder: its own settings in the environment must not lead it elsewhere. */
export async function gitCall(world: World, folder: string): Promise<GitCall> {
  const { env, platform, home } = world.host;
  const config = env.XDG_CONFIG_HOME === undefined ? {} : { XDG_CONFIG_HOME: env.XDG_CONFIG_HOME };
  const path = safePath(env.PATH ?? "", platform === "win32" ? ";" : ":", await repositoryAround(world, folder));
  return {
    command: ["git", "-C", folder, ...GUARDED.flatMap((setting) => ["-c", setting])],
    ...{ cwd: folder, env: { PATH: path, HOME: home, LC_ALL: "C", ...config } },
  };
}

/** Runs git and collects. Without git there is no repository to commit to. */
export async function git(
  world: World,
  { folder }: Pick<FilePlace, "folder">,
  ...args: readonly string[]
): Promise<Output> {
  const { command, cwd, env } = await gitCall(world, folder);
  try {
    return await world.shell.run([...command, ...args], { cwd, env });
  } catch (error) {
    if (!(error instanceof AvbError) || error.code !== "COMMAND_FAILED") throw error;
    const repository = await repositoryAround(world, folder);
    const stderr =
      repository === undefined ? "not a git repository" : "git is not installed, and there is a repository";
    return { exitCode: 128, stdout: "", stderr };
  }
}

/** The nearest folder upwards that looks like a repository's. */
async function repositoryAround(world: World, folder: string): Promise<string | undefined> {
  for (let at = folder; at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("/"), 0)))
    if ((await world.files.facts(`${at}/.git`)) !== undefined) return at;
  return undefined;
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { World } from "../../../domain/world.ts";
import { git, gitCall } from "../../env-git.ts";

const PATIENCE_MS = 120_000;

/** What git prints, whole. SCAN_GIT_FAILED (5) with git's first words. */
export async function gitText(world: World, folder: string, args: readonly string[]): Promise<string> {
  const { command, cwd, env } = await gitCall(world, folder);
  const done = await world.shell.run([...command, ...args], { cwd, env, timeoutMs: PATIENCE_MS }).catch(() => {
    throw AvbError.of("SCAN_GIT_FAILED", { why: `'git ${args[0] ?? ""}' did not end well` });
  });
  if (done.exitCode === 0) return done.stdout;
  throw AvbError.of("SCAN_GIT_FAILED", { why: done.stderr.trim().split("\n")[0] || `status ${done.exitCode}` });
}

/** How git sees a folder: as part of a repository, as none, or not at all because there is no git. */
export type Repository = "inside" | "none" | "no git";

/** What git says of a folder. SCAN_GIT_FAILED (5) where there is a repository that git refuses. */
export async function repositoryOf(world: World, folder: string): Promise<Repository> {
  const { exitCode, stderr } = await git(world, { folder }, "rev-parse", "--show-toplevel");
  if (exitCode === 0) return "inside";
  if (/not a git repository/i.test(stderr)) return "none";
  if (stderr.startsWith("git is not installed")) return "no git";
  throw AvbError.of("SCAN_GIT_FAILED", { why: stderr.trim().split("\n")[0] ?? "" });
}

/** SCAN_NO_REPOSITORY (2) where there is none. */
export async function requireRepository(world: World, folder: string, what: string): Promise<void> {
  const seen = await repositoryOf(world, folder);
  if (seen === "no git") throw AvbError.of("SCAN_GIT_FAILED", { why: "git is not installed" });
  if (seen === "none") throw AvbError.of("SCAN_NO_REPOSITORY", { folder, what });
}

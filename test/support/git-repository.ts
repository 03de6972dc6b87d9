import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type AvbHome, avbHome } from "./run-avb.ts";

/** A real repository with an avb home around it. */
export interface GitRepository extends AvbHome {
  put(path: string, content: string | Uint8Array): void;
  git(...args: readonly string[]): string;
  /** Adds and commits everything. */
  commit(message: string): string;
}

/** Makes an empty repository. */
export function gitRepository(): GitRepository {
  const home = avbHome();
  const env = { ...home.env, GIT_CONFIG_NOSYSTEM: "1" };
  const who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
  const git = (...args: readonly string[]) =>
    execFileSync("git", [...who, ...args], { cwd: home.cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  git("init", "-q");
  return {
    ...home,
    git,
    put: (path, content) => {
      mkdirSync(dirname(join(home.cwd, path)), { recursive: true });
      writeFileSync(join(home.cwd, path), content);
    },
    commit: (message) => {
      git("add", "-A");
      git("commit", "-q", "-m", message);
      return git("rev-parse", "HEAD").trim();
    },
  };
}

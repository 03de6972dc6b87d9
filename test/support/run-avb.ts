import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BIN = join(import.meta.dirname, "../../bin/run.js");

/** What a finished avb left. */
export interface AvbRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home, a state folder and a working directory of its own: nothing of the machine's user is read or written. */
export interface AvbHome {
  readonly folder: string;
  readonly cwd: string;
  /** The whole environment that avb is run with. */
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<AvbRun>;
  remove(): void;
}

/** What a home is made with. */
export interface HomePlan {
  /** The name of its checkout. */
  readonly checkout?: string;
  /** Has a cache that nobody has put anything into; otherwise all homes of a run share one, as all checkouts of a person do. */
  readonly cold?: boolean;
}

/** Makes such a home below the system's temporary folder. */
export function avbHome({ checkout = "checkout", cold = false }: HomePlan = {}): AvbHome {
  const folder = mkdtempSync(join(tmpdir(), "avb-cli-"));
  const cwd = join(folder, checkout);
  mkdirSync(cwd);
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    XDG_CACHE_HOME: (cold ? undefined : process.env.AVB_TEST_CACHE) ?? join(folder, "cache"),
    AVB_STATE_DIR: join(folder, "state"),
  };
  return {
    folder,
    cwd,
    env,
    run: (args, extra = {}) => runAvb(args, { cwd, env: { ...env, ...extra } }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runAvb(args: readonly string[], options: { cwd: string; env: Record<string, string> }): Promise<AvbRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const out = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...out }));
  });
}

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AvbHome, AvbRun } from "./run-avb.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");

/** A finished avb, and its command line as other programs saw it. */
export interface PipedRun extends AvbRun {
  readonly argv: string;
}

/** Runs avb with something piped in, and keeps what its command line was while it ran. */
export function piped(
  { cwd, env: own }: AvbHome,
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>> = {},
): Promise<PipedRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd, env: { ...own, ...env } });
    const out = { stdout: "", stderr: "", argv: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...out }));
    if (process.platform === "linux") out.argv = readFileSync(`/proc/${child.pid}/cmdline`, "utf8");
    child.stdin.on("error", () => {}).end(input);
  });
}

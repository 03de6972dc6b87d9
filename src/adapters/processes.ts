import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Processes } from "../domain/processes.ts";

const run = promisify(execFile);

/** Field 22 of /proc/PID/stat: clock ticks between boot and the process's start. The command may hold spaces and brackets. */
const startFromStat = (stat: string): string | undefined => stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];

async function linuxStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
  return state === "Z" || state === "X" ? undefined : startFromStat(stat);
}

async function ps(pid: number, column: "lstart" | "command"): Promise<string | undefined> {
  const answer = await run("ps", ["-o", `${column}=`, "-p", String(pid)], { timeout: 2000 }).catch(() => undefined);
  return answer?.stdout.trim() || undefined;
}

async function linuxCommand(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  return line?.replaceAll("\0", " ").trim() || undefined;
}

/** Processes of this machine: /proc on Linux, ps elsewhere. */
export const nodeProcesses: Processes = {
  self: process.pid,
  startOf: (pid) => (process.platform === "linux" ? linuxStart(pid) : ps(pid, "lstart")),
  commandOf: (pid) => (process.platform === "linux" ? linuxCommand(pid) : ps(pid, "command")),
  signal: (pid, signal) => {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  },
};

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Processes } from "../domain/processes.ts";

/** The kernel answers at once: a thread's wait would cost more than the reading. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/PID/stat: clock ticks between boot and the process's start. The command may hold spaces and brackets. */
const startFromStat = (stat: string): string | undefined => stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];

function linuxStart(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
  return state === "Z" || state === "X" ? undefined : startFromStat(stat);
}

async function ps(pid: number, column: "lstart" | "command"): Promise<string | undefined> {
  const answer = await promisify(execFile)("/bin/ps", ["-o", `${column}=`, "-p", String(pid)], { timeout: 2000 }).catch(
    () => undefined,
  );
  return answer?.stdout.trim() || undefined;
}

const linuxCommand = (pid: number): string | undefined =>
  readProc(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim() || undefined;

/** Processes of this machine: /proc on Linux, ps elsewhere. */
export const nodeProcesses: Processes = {
  self: process.pid,
  startOf: async (pid) => (process.platform === "linux" ? linuxStart(pid) : ps(pid, "lstart")),
  commandOf: async (pid) => (process.platform === "linux" ? linuxCommand(pid) : ps(pid, "command")),
  signal: (pid, signal) => {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  },
};

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { AvbHome } from "./run-avb.ts";

/** The pids of the sandbox servers that were started from this home: their only argument is a launch file below it. */
export function serversOf(home: AvbHome): readonly number[] {
  const all = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
  return all
    .split("\n")
    .filter((line) => line.includes("sandbox.cjs") && line.includes(home.folder))
    .map((line) => Number.parseInt(line, 10));
}

/** The pids of every process that was started from this home, whatever it calls itself: children keep the environment. Linux only. */
export function processesOf(home: AvbHome): readonly number[] {
  if (process.platform !== "linux") return serversOf(home);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => environmentOf(pid).includes(home.folder));
}

/** A process that ended meanwhile, or waits for its parent to take note, has none. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}

/** Ends what a test may have left. */
export function endServersOf(home: AvbHome): void {
  for (const pid of serversOf(home)) process.kill(pid, "SIGKILL");
}

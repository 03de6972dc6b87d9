import { readdirSync, readFileSync } from "node:fs";
import { secretsIn } from "./canary-shapes.ts";

/** A program changes its command line when it becomes another one, so each process is looked at a few times. */
const LOOKS = 5;
const EVERY_MS = 5;

/** Reads the command lines of this machine's processes again and again, as anybody on it may; `stop` answers what of these secrets was seen. */
export function watchArgv(secrets: ReadonlyMap<string, string>): { stop(): readonly string[] } {
  const looked = new Map<string, number>();
  const seen = new Set<string>();
  const look = () => {
    for (const pid of readdirSync("/proc")) {
      const times = looked.get(pid) ?? 0;
      if (!/^\d+$/.test(pid) || times >= LOOKS) continue;
      looked.set(pid, times + 1);
      const line = commandLine(pid);
      for (const name of secretsIn(line, secrets)) seen.add(`${name} in ${line.split("\0")[0]}`);
    }
  };
  const timer = process.platform === "linux" ? setInterval(look, EVERY_MS) : undefined;
  return {
    stop() {
      clearInterval(timer);
      return [...seen];
    },
  };
}

/** Empty for a process that has gone meanwhile. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

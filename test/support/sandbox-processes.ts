import { execFileSync } from "node:child_process";
import type { AvbHome } from "./run-avb.ts";

/** The pids of the sandbox servers that were started from this home: their only argument is a launch file below it. */
export function serversOf(home: AvbHome): readonly number[] {
  const all = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
  return all
    .split("\n")
    .filter((line) => line.includes("sandbox.cjs") && line.includes(home.folder))
    .map((line) => Number.parseInt(line, 10));
}

/** Ends what a test may have left. */
export function endServersOf(home: AvbHome): void {
  for (const pid of serversOf(home)) process.kill(pid, "SIGKILL");
}

// What avb itself costs while it runs; Linux only.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { usageOf } from "./built-server.mjs";

const SETTLE_MS = 3000;
const LOOK_MS = 20;

const started = ({ bin, cwd, env }, ...args) =>
  spawn(process.execPath, [bin, "dev", ...args], { cwd, env, stdio: ["ignore", "ignore", "ignore"] });

/** The share of one processor that an idle `status --watch` uses, and its memory. */
export async function idleShare(avb, seconds) {
  const child = started(avb, "status", "--watch");
  await sleep(SETTLE_MS);
  const before = usageOf(child).cpu;
  await sleep(seconds * 1000);
  const { cpu, rss: mb } = usageOf(child);
  child.kill("SIGINT");
  await once(child, "exit");
  return { share: (cpu - before) / seconds, mb };
}

/** The highest resident memory of an `up` that has everything to do, in megabytes. */
export async function peakMb(avb) {
  avb.down();
  const child = started(avb, "up");
  const over = once(child, "exit");
  let peak = 0;
  while (child.exitCode === null) {
    try {
      peak = Math.max(peak, usageOf(child).rss || 0);
    } catch {
      break;
    }
    await sleep(LOOK_MS);
  }
  await over;
  return peak;
}

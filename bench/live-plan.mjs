// How long a plan of many containers takes: services of a repository's own, none of which is there.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { timed } from "./timing.mjs";

const BIN = fileURLToPath(new URL("../bin/run.js", import.meta.url));
const SIZES = [125, 250, 500];
const ROUNDS = 5;

export const planTimes = (slot) => SIZES.map((services) => ({ services, seconds: planTime(services, slot) }));

function planTime(count, slot) {
  const folder = mkdtempSync(join(tmpdir(), "avb-bench-plan-"));
  const cwd = join(folder, "shop");
  mkdirSync(join(cwd, ".git"), { recursive: true });
  const names = Array.from({ length: count }, (_, at) => `worker-${at}`);
  const lines = names.map(
    (name) => `  ${name}: { image: "busybox:1.35", command: [sleep, "1000"], x-avb-ready: none }`,
  );
  writeFileSync(join(cwd, ".devenvrc"), `services:\n${lines.join("\n")}\n`);
  const options = { cwd, env: { ...process.env, AVB_STATE_DIR: join(folder, "state"), AVB_SLOT: slot } };
  try {
    execFileSync(process.execPath, [BIN, "trust", "--yes"], { ...options, stdio: "ignore" });
    const args = [BIN, "dev", "up", "--mode", "sandbox", "--plan"];
    return Array.from({ length: ROUNDS }, () => timed(args, options) / 1000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

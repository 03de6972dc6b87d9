// The fault tests, repeated: `npm run soak [-- COUNT [NAME ...]]`; the ordinary run does each once. What it came to stands in docs/soak.md.
import { spawnSync } from "node:child_process";

const [count = "20", ...names] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(count)) {
  console.error(`avb: '${count}' is not a number of times. Fix: npm run soak -- 20 faults-signals`);
  process.exit(2);
}
const env = { ...process.env, AVB_SOAK: count };
const built = spawnSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" }).status;
const wanted = names.length > 0 ? names : ["fault", "propert"];
const args = ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=3600000", ...wanted];
process.exitCode = built === 0 ? (spawnSync(process.execPath, args, { stdio: "inherit", env }).status ?? 1) : built;

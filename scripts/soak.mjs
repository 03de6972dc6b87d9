// The fault tests, repeated: `npm run soak [-- COUNT]`. The ordinary run does each once.
import { spawnSync } from "node:child_process";

const count = process.argv[2] ?? "20";
const env = { ...process.env, AVB_SOAK: count };
const built = spawnSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" }).status;
const args = ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=3600000", "fault", "propert"];
process.exitCode = built === 0 ? (spawnSync(process.execPath, args, { stdio: "inherit", env }).status ?? 1) : built;

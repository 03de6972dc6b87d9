// Start-up and the sandbox's life, measured on the packed and installed binary; ratios are against `node -e 0` in the same run.
// Usage: npm run bench [-- --rounds 15] [--server] [--json FILE]; --server also measures the sandbox server's answers a second.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installed } from "./installed.mjs";
import { CAN_HOLD, measureServer, serverTable } from "./server.mjs";
import { interleaved, median, timed } from "./timing.mjs";

const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    json: { type: "string" },
    server: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), "avb-bench-"));
const { NODE_EXTRA_CA_CERTS: _set, ...plain } = process.env;
const env = {
  ...plain,
  HOME: folder,
  AVB_STATE_DIR: join(folder, "state"),
  XDG_CACHE_HOME: join(folder, "cache"),
  AVB_SLOT: "9",
};
const bin = installed(folder, env);
const avb = (...args) => [bin, ...args];

/** Each row: what is timed, its goal, and whether the goal is a ratio to `node -e 0` or milliseconds. */
const STARTS = [
  { name: "avb --version", args: avb("--version") },
  { name: "avb dev env", args: avb("dev", "env", "--format", "dotenv") },
  { name: "avb dev --help", args: avb("dev", "--help") },
];

function measureStarts(label, extra, goal) {
  const cases = [{ name: "node -e 0", args: ["-e", "0"] }, ...STARTS];
  const times = interleaved(cases, rounds, { cwd: folder, env: { ...env, ...extra } });
  const reference = median(times.get("node -e 0"));
  return STARTS.map(({ name }) => {
    const ms = median(times.get(name));
    return { what: `${name} (${label})`, ms, ratio: ms / reference, goal: name.includes("help") ? "" : `<= ${goal} x` };
  });
}

function measureLife() {
  const ups = [],
    agains = [],
    doctors = [],
    downs = [];
  const run = (...args) => timed(avb("dev", ...args), { cwd: folder, env });
  for (let round = 0; round < Math.max(3, Math.round(rounds / 3)); round += 1) {
    rmSync(env.AVB_STATE_DIR, { recursive: true, force: true });
    ups.push(run("up", "--mode", "sandbox"));
    agains.push(run("up", "--mode", "sandbox"));
    doctors.push(run("doctor"));
    downs.push(run("down"));
  }
  return [
    { what: "up from nothing to a verified token and a Lago plan", ms: median(ups), goal: "<= 800 ms" },
    { what: "up again", ms: median(agains), goal: "<= 300 ms" },
    { what: "doctor", ms: median(doctors), goal: "<= 3000 ms" },
    { what: "down", ms: median(downs), goal: "<= 250 ms" },
  ];
}

const rows = [
  ...(existsSync(CERTIFICATES)
    ? measureStarts("NODE_EXTRA_CA_CERTS set", { NODE_EXTRA_CA_CERTS: CERTIFICATES }, 1.6)
    : []),
  ...measureStarts("not set", {}, 2.4),
  ...measureLife(),
];
rmSync(folder, { recursive: true, force: true });

console.log("| what | median | x node -e 0 | goal |\n|---|---:|---:|---|");
for (const { what, ms, ratio, goal } of rows)
  console.log(`| ${what} | ${ms.toFixed(0)} ms | ${ratio === undefined ? "" : ratio.toFixed(2)} | ${goal} |`);
const server = values.server ? await measureServer({ held: CAN_HOLD }) : undefined;
if (server !== undefined) console.log(`\n${serverTable(server)}`);
console.log(`\nNode ${process.version}, ${rounds} rounds`);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, rounds, rows, server }, null, 2)}\n`);

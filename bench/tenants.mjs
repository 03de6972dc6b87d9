// Seeding many tenants: a group, a user and a Lago customer each; how long it takes as they get more, and avb's memory meanwhile. Linux only.
// Usage: npm run build && node bench/tenants.mjs [--counts 250,500,1000] [--slot 9] [--hash argon2|quick]; needs the images of the live mode.
// `quick` gives the realm a password policy whose hash costs nothing: what is left is the work of seeding itself.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { usageOf } from "./built-server.mjs";

const { values } = parseArgs({
  options: {
    counts: { type: "string", default: "250,500,1000" },
    slot: { type: "string", default: "9" },
    hash: { type: "string", default: "quick" },
  },
});
const BIN = fileURLToPath(new URL("../bin/run.js", import.meta.url));
const QUICK = { settings: { passwordPolicy: "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)" } };
const UP = ["up", "--mode", "live", "--allow-standin", "--without", "vault,opa,temporal"];
const LOOK_MS = 50;

function checkoutOf(count) {
  const folder = mkdtempSync(join(tmpdir(), "avb-bench-tenants-"));
  const cwd = join(folder, "shop");
  mkdirSync(join(cwd, ".git"), { recursive: true });
  const env = { ...process.env, AVB_STATE_DIR: join(folder, "state"), AVB_SLOT: values.slot };
  const ids = Array.from({ length: count }, (_, at) => `tenant-${String(at).padStart(4, "0")}`);
  const users = ids.map((id) => `  - {username: ${id}@example.test, groups: [/${id}]}\n`);
  const documents = values.hash === "quick" ? "  keycloak: [realm.json]\n" : "";
  const customers = ids.map((id) => ({ external_id: id, name: id, currency: "USD" }));
  writeFileSync(join(cwd, "realm.json"), JSON.stringify(QUICK));
  writeFileSync(join(cwd, "billing.json"), JSON.stringify({ customers }));
  writeFileSync(join(cwd, ".devenvrc"), `seeds:\n${documents}  lago: [billing.json]\nusers:\n${users.join("")}`);
  return { folder, cwd, env };
}

function run({ cwd, env }, ...args) {
  const done = spawnSync(process.execPath, [BIN, ...args], { cwd, env, encoding: "utf8" });
  if (done.status !== 0)
    throw new Error(`avb ${args.join(" ")} ended with ${done.status}: ${done.stderr}${done.stdout}`);
  return done.stdout;
}

/** Seconds of a whole process, and the highest memory it had, in megabytes. */
async function seeding({ cwd, env }, ...services) {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, [BIN, "dev", "seed", ...services], { cwd, env, stdio: "ignore" });
  const over = once(child, "exit");
  let mb = 0;
  while (child.exitCode === null) {
    try {
      mb = Math.max(mb, usageOf(child).rss || 0);
    } catch {
      break;
    }
    await sleep(LOOK_MS);
  }
  const [status] = await over;
  if (status !== 0) throw new Error(`avb dev seed ended with ${status}`);
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, mb };
}

console.log(
  "| tenants | Keycloak | users/s | Lago | customers/s | unchanged | memory |\n|---:|---:|---:|---:|---:|---:|---:|",
);
for (const count of values.counts.split(",").map(Number)) {
  const checkout = checkoutOf(count);
  try {
    run(checkout, "trust", "--yes");
    run(checkout, "dev", ...UP, "--no-seed");
    const keycloak = await seeding(checkout, "keycloak");
    const lago = await seeding(checkout, "lago");
    const again = await seeding(checkout, "keycloak", "lago");
    const rate = ({ seconds }) => (count / seconds).toFixed(0);
    const mb = Math.max(keycloak.mb, lago.mb, again.mb);
    const cells = [
      count,
      `${keycloak.seconds.toFixed(1)} s`,
      rate(keycloak),
      `${lago.seconds.toFixed(1)} s`,
      rate(lago),
    ];
    console.log(`| ${[...cells, `${again.seconds.toFixed(1)} s`, `${mb.toFixed(0)} MB`].join(" | ")} |`);
  } finally {
    run(checkout, "dev", "down", "--volumes", "--yes");
    rmSync(checkout.folder, { recursive: true, force: true });
  }
}
console.log(`\nNode ${process.version}, ${values.hash} hashes, load at the end ${loadavg()[0].toFixed(1)}`);

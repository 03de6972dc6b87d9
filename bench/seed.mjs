// Seeding five services from nothing and unchanged, beside `kc.sh import` and a shell script with the services' own programs.
// Usage: npm run build && node bench/seed.mjs [--rounds 3] [--slot 8] [--no-peer] [--json FILE]; needs the images of the live mode.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seedPeer } from "./seed-peer.mjs";
import { median } from "./timing.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    slot: { type: "string", default: "8" },
    "no-peer": { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const BIN = fileURLToPath(new URL("../bin/run.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "avb-bench-seed-"));
const cwd = join(folder, "shop");
mkdirSync(join(cwd, ".git"), { recursive: true });
const env = { ...process.env, AVB_STATE_DIR: join(folder, "state"), AVB_SLOT: values.slot };

/** What a command gives as JSON, and the seconds of the whole process. */
function avb(...args) {
  const start = process.hrtime.bigint();
  const done = spawnSync(process.execPath, [BIN, "dev", ...args, "--json"], { cwd, env, encoding: "utf8" });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (done.status !== 0)
    throw new Error(`avb dev ${args.join(" ")} ended with ${done.status}: ${done.stderr}${done.stdout}`);
  return { seconds, data: JSON.parse(done.stdout).data };
}

const UP = ["up", "--mode", "live", "--allow-standin"];
const fresh = () => {
  avb("down", "--volumes", "--yes");
  avb(...UP, "--no-seed");
};

function peerHere() {
  const names = execFileSync("docker", ["ps", "--filter", `label=avb.root=${cwd}`, "--format", "{{.Names}}"], {
    encoding: "utf8",
  }).split("\n");
  const containers = Object.fromEntries(
    ["keycloak", "vault", "temporal"].map((id) => [id, names.find((name) => name.endsWith(`-${id}`))]),
  );
  const state = join(
    folder,
    "state",
    readdirSync(join(folder, "state")).find((name) => name.startsWith("shop-")) ?? "",
  );
  const { rootToken: token } = JSON.parse(readFileSync(join(state, "vault.json"), "utf8"));
  return seedPeer({ containers, token });
}

const rows = { "from nothing": [], unchanged: [], "up again": [], peer: [] };
const written = { "from nothing": [], unchanged: [] };
let realm;
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    fresh();
    for (const name of ["from nothing", "unchanged"]) {
      const { seconds, data } = avb("seed");
      rows[name].push(seconds);
      written[name].push(data.written);
    }
    rows["up again"].push(avb(...UP).seconds);
    if (values["no-peer"]) continue;
    if (realm === undefined) {
      const seeded = peerHere();
      seeded.keepRealm();
      realm = seeded.readRealm();
    }
    fresh();
    const peer = peerHere();
    peer.putRealm(realm);
    rows.peer.push(peer.run());
  }
} finally {
  avb("down", "--volumes", "--yes");
  rmSync(folder, { recursive: true, force: true });
}

const summary = Object.entries(rows)
  .filter(([, all]) => all.length > 0)
  .map(([what, all]) => ({ what, seconds: median(all), all, ...(written[what] && { written: written[what] }) }));
for (const { what, seconds, all, written: writes } of summary)
  console.log(
    `${what}: ${seconds.toFixed(2)} s (${all.map((one) => one.toFixed(2)).join(" ")})${writes ? `, written ${writes.join(" ")}` : ""}`,
  );
if (rows.peer.length > 0)
  console.log(`ratio to the peer: ${(median(rows["from nothing"]) / median(rows.peer)).toFixed(2)} (goal <= 0.5)`);
console.log(`load at the end ${loadavg()[0].toFixed(1)}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(summary, null, 2)}\n`);

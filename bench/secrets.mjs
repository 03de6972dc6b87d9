// What `avb secrets` takes: the catalogue, the status of several stores, a copy of many credentials, the opening of the local file.
// Usage: npm run build && node bench/secrets.mjs [--runs 10] [--sizes 250,500,1000]
// AWS is moto's server (pip install 'moto[server]'); with VAULT_ADDR and VAULT_TOKEN the status takes in that Vault too.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "10" }, sizes: { type: "string", default: "250,500,1000" } },
});
const RUNS = Number(values.runs);
const SIZES = values.sizes.split(",").map(Number);
const BIN = join(import.meta.dirname, "../bin/run.js");
const folder = mkdtempSync(join(tmpdir(), "avb-bench-secrets-"));

/** A home with its own state and a checkout of that many credentials beside the catalogue's. */
function homeOf(name, count, env) {
  const cwd = join(folder, name);
  mkdirSync(join(cwd, ".git"), { recursive: true });
  const ids = Array.from({ length: count }, (_, at) => `own-${at}`);
  const lines = ids.map((id, at) => `  ${id}: {fields: {value: {variable: OWN_${at}}}}`);
  if (count > 0) writeFileSync(join(cwd, ".devenvrc"), `credentials:\n${lines.join("\n")}\n`);
  const own = { HOME: folder, XDG_CACHE_HOME: join(folder, "cache"), AVB_STATE_DIR: join(folder, `state-${name}`) };
  const all = { PATH: process.env.PATH, ...own, ...env };
  const avb = (...args) => {
    const from = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { cwd, env: all, encoding: "utf8" });
    return { ms: performance.now() - from, status, stdout, stderr };
  };
  const good = (...args) => {
    const done = avb(...args);
    if (done.status !== 0) throw new Error(`avb ${args.join(" ")}: ${done.status}\n${done.stderr.slice(0, 2000)}`);
    return done;
  };
  if (count > 0) good("trust", "--yes");
  return { cwd, ids, avb, good };
}

/** The middle of several runs, after one that does not count. */
function median(act) {
  act();
  const times = Array.from({ length: RUNS }, () => act().ms).sort((one, other) => one - other);
  return times[Math.floor(times.length / 2)];
}

function fill({ cwd, ids, good }, bytes) {
  const texts = Object.fromEntries(
    ids.map((id, at) => [id, { value: `v${at}-${randomBytes(bytes).toString("base64url").slice(0, bytes)}` }]),
  );
  writeFileSync(join(cwd, "given.json"), JSON.stringify(texts));
  good("secrets", "import", "given.json", "--unchecked");
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function startMoto() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) break;
    await setTimeout(100);
  }
  const keys = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "k", AWS_REGION: "eu-central-1" };
  const reset = () => fetch(`${url}/moto-api/reset`, { method: "POST" });
  return { child, reset, env: { ...keys, AWS_ENDPOINT_URL: url, AWS_EC2_METADATA_DISABLED: "true" } };
}

const rows = [];
const add = (what, measured, goal = "") => rows.push({ what, measured, goal });
const moto = await startMoto();
try {
  const small = homeOf("small", 0, moto.env);
  const env = median(() => small.avb("dev", "env"));
  add("avb dev env, ms", Math.round(env));
  add("avb secrets list, ms", Math.round(median(() => small.good("secrets", "list"))), `about ${Math.round(env)}`);

  const some = homeOf("some", 0, { ...moto.env, ...vaultOf() });
  const text = randomBytes(48).toString("base64url");
  writeFileSync(join(some.cwd, "given.json"), JSON.stringify({ openai: { api_key: text }, jwt: { secret: text } }));
  some.good("secrets", "import", "given.json", "--unchecked");
  some.good("secrets", "import", "given.json", "--unchecked", "--store", "aws");
  const stores = ["local", "aws", ...(process.env.VAULT_ADDR ? ["vault"] : [])];
  const named = stores.flatMap((store) => ["--store", store]);
  const status = median(() => some.good("secrets", "status", ...named));
  add(`avb secrets status of ${stores.join(", ")}, ms`, Math.round(status), "<= 1000");

  for (const size of SIZES) {
    const home = homeOf(`many-${size}`, size, moto.env);
    fill(home, 40);
    await moto.reset();
    const { ms } = home.good("secrets", "copy", "--from", "local", "--to", "aws");
    const again = home.good("secrets", "copy", "--from", "local", "--to", "aws").ms;
    add(`copy of ${size} to AWS, s`, (ms / 1000).toFixed(1), "linear");
    add(`  for each, ms`, (ms / size).toFixed(1));
    add(`the same again, nothing to write, s`, (again / 1000).toFixed(1));
  }

  const full = homeOf("full", 250, {});
  const listed = median(() => full.good("secrets", "list"));
  fill(full, 4096);
  const opened = median(() => full.good("secrets", "get", "own-7"));
  add("opening a local store of 1 MB, ms above the list", Math.round(opened - listed), "13 and the reading");
  console.table(rows);
} finally {
  moto.child.kill();
  rmSync(folder, { recursive: true, force: true });
}

function vaultOf() {
  const { VAULT_ADDR, VAULT_TOKEN } = process.env;
  return VAULT_ADDR ? { VAULT_ADDR, VAULT_TOKEN } : {};
}

// The contenders: avb, plain compose over upstream's images, compose over what avb renders, and Keycloak alone.
import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PLAIN_FILE } from "./live-plain.mjs";

const BIN = fileURLToPath(new URL("../bin/run.js", import.meta.url));
const LIVE = ["--mode", "live", "--without", "lago"];
const own = `avb-bench-${randomUUID().slice(0, 6)}`;

/** Seconds that a command took; throws when it failed, since a failure's time says nothing. */
function seconds(command, args, options = {}) {
  const start = process.hrtime.bigint();
  const done = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"], ...options });
  const taken = Number(process.hrtime.bigint() - start) / 1e9;
  if (done.status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${done.status}: ${done.stderr}`);
  return taken;
}

const docker = (...args) =>
  execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();

export function avbStack(slot) {
  const folder = mkdtempSync(join(tmpdir(), "avb-bench-live-"));
  const cwd = join(folder, "shop");
  mkdirSync(join(cwd, ".git"), { recursive: true });
  const env = { ...process.env, AVB_STATE_DIR: join(folder, "state"), AVB_SLOT: slot };
  const avb = (...args) => seconds(process.execPath, [BIN, "dev", ...args], { cwd, env });
  const text = (...args) => execFileSync(process.execPath, [BIN, "dev", ...args], { cwd, env, encoding: "utf8" });
  return {
    ...{ bin: BIN, cwd, env, text },
    begin: () => void avb("up", ...LIVE),
    up: () => avb("up", ...LIVE),
    status: () => avb("status", "--json"),
    down: () => avb("down"),
    remove: () => avb("down", "--volumes", "--yes"),
    rendered: () => text("render", "--mode", "live", "--without", "lago,vault"),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A compose project over a file's text. */
function composeStack(name, { text, env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), "avb-bench-compose-"));
  const file = join(folder, "compose.yaml");
  const options = { cwd: folder, env: { ...process.env, ...env } };
  const compose = (...args) => {
    writeFileSync(file, text());
    return seconds("docker", ["compose", "-p", `${own}-${name}`, "-f", file, ...args], options);
  };
  return {
    begin: () => void compose("up", "--detach", "--wait"),
    up: () => compose("up", "--detach", "--wait"),
    ps: () => compose("ps", "--format", "json"),
    down: () => compose("down"),
    remove: () => compose("down", "--volumes"),
  };
}

export const plainStack = () => composeStack("plain", { text: () => PLAIN_FILE });

/** Without Vault: nobody would unseal it, so compose would wait for ever. */
export function renderedStack(avb) {
  const password = randomUUID();
  const keycloak = {
    ...{ KC_BOOTSTRAP_ADMIN_PASSWORD: randomUUID(), KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: randomUUID() },
    KC_DB_PASSWORD: password,
  };
  const lines = Object.entries(keycloak).map(([name, value]) => `${name}='${value}'\n`);
  return composeStack("rendered", {
    text: () => avb.rendered().replaceAll(/start_interval: \w+/g, "start_interval: 500ms"),
    env: {
      ...{ AVB_SECRET_KEYCLOAK_ENV: lines.join(""), AVB_SECRET_POSTGRES_KEYCLOAK: password },
      ...{ AVB_SECRET_POSTGRES_AGENTVOICEBOX: randomUUID(), AVB_SECRET_POSTGRES_SUPERUSER: randomUUID() },
      ...{ AVB_SECRET_POSTGRES_TEMPORAL: randomUUID(), AVB_SECRET_POSTGRES_VAULT_ADMIN: randomUUID() },
    },
  });
}

const TOKEN = "grant_type=client_credentials&client_id=bench&client_secret=bench";
const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** The image that avb prepares, started by hand beside a Postgres that runs already. */
export function bareKeycloak(avb) {
  const [network, database, name] = [`${own}-net`, `${own}-db`, `${own}-kc`];
  const image = () =>
    docker("image", "ls", "--filter", "label=avb.prepared=keycloak", "--format", "{{.Repository}}:{{.Tag}}").split(
      "\n",
    )[0];
  const run = () =>
    docker(
      ...["run", "-d", "--name", name, "--network", network, "--memory", "1280m", "-p", "127.0.0.1::8080"],
      ...[
        "-e",
        `KC_DB_URL=jdbc:postgresql://${database}/keycloak`,
        "-e",
        "KC_DB_USERNAME=postgres",
        "-e",
        "KC_DB_PASSWORD=bench",
      ],
      ...["-e", "KC_HOSTNAME=http://localhost", "-e", "KC_BOOTSTRAP_ADMIN_CLIENT_ID=bench"],
      ...["-e", "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET=bench", image(), "start", "--optimized"],
    );
  const usable = () => {
    const address = docker("port", name, "8080");
    const url = `http://${address}/realms/master/protocol/openid-connect/token`;
    const got = spawnSync("curl", ["-sf", "-o", "/dev/null", "--max-time", "2", "-d", TOKEN, url]);
    return got.status === 0;
  };
  return {
    begin() {
      avb.text("pull", ...LIVE);
      docker("network", "create", network);
      docker("run", "-d", "--name", database, "--network", network, "-e", "POSTGRES_PASSWORD=bench", "postgres:17");
    },
    boot() {
      const sql = (text) =>
        spawnSync("docker", ["exec", database, "psql", "-h", "127.0.0.1", "-qU", "postgres", "-c", text]).status;
      while (sql("select 1") !== 0) wait(200);
      sql("drop database if exists keycloak with (force)");
      sql("create database keycloak");
      const start = process.hrtime.bigint();
      run();
      while (!usable()) wait(100);
      const taken = Number(process.hrtime.bigint() - start) / 1e9;
      docker("rm", "-f", name);
      return taken;
    },
    remove() {
      for (const one of [name, database]) spawnSync("docker", ["rm", "-f", "-v", one], { stdio: "ignore" });
      spawnSync("docker", ["network", "rm", network], { stdio: "ignore" });
    },
  };
}

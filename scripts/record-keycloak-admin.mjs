// Records what a real Keycloak answers to test/contract/recorded/keycloak-admin-calls.json; needs a container engine.
// Usage: node scripts/record-keycloak-admin.mjs [image]
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const IMAGE = process.argv[2] ?? "quay.io/keycloak/keycloak:26.7.4";
const START_SECONDS = 400;
const recorded = new URL("../test/contract/recorded/", import.meta.url);
const calls = JSON.parse(await readFile(new URL("keycloak-admin-calls.json", recorded), "utf8"));

const docker = (...args) =>
  execFileSync("docker", args, { encoding: "utf8", env: { ...process.env, ...bootstrap } }).trim();
const bootstrap = {
  KC_BOOTSTRAP_ADMIN_USERNAME: "recorder",
  KC_BOOTSTRAP_ADMIN_PASSWORD: randomBytes(18).toString("base64url"),
};
const names = Object.keys(bootstrap).flatMap((name) => ["-e", name]);
const container = docker("run", "-d", "--rm", "-p", "127.0.0.1::8080", ...names, IMAGE, "start-dev");
try {
  await listening(container);
  const base = `http://${docker("port", container, "8080/tcp")}`;
  const token = freshToken(base);
  const ask = async (path, init = {}) =>
    fetch(`${base}/admin/realms${path}`, {
      ...init,
      headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json" },
    });
  const ids = await prepare(ask);
  const answers = [];
  for (const [call, body, keep] of calls) answers.push(await record(ask, ids, { call, body, keep }));
  const file = fileURLToPath(new URL("keycloak-admin-answers.json", recorded));
  await writeFile(file, JSON.stringify({ image: IMAGE, answers }));
  execFileSync("npx", ["biome", "format", "--write", file], { stdio: "ignore" });
  console.log(`recorded ${answers.length} answers of ${IMAGE}`);
} finally {
  docker("rm", "-f", container);
}

async function listening(container) {
  for (let second = 0; second < START_SECONDS; second++) {
    const log = spawnSync("docker", ["logs", container], { encoding: "utf8" }).stdout;
    if (log.includes("Listening on:")) return;
    await sleep(1000);
  }
  throw new Error(`${IMAGE} did not listen within ${START_SECONDS} s`);
}

/** An administrator's token lives a minute. */
function freshToken(base) {
  let known = { token: "", until: 0 };
  return async () => {
    if (Date.now() > known.until) known = { token: await signIn(base), until: Date.now() + 20_000 };
    return known.token;
  };
}

async function signIn(base) {
  const answer = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: "admin-cli",
      grant_type: "password",
      username: "recorder",
      password: bootstrap.KC_BOOTSTRAP_ADMIN_PASSWORD,
    }),
  });
  return (await answer.json()).access_token;
}

/** The realm with what the sandbox has from its document: a role and two clients. */
async function prepare(ask) {
  const make = (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) });
  const idOf = (answer) => answer.headers.get("location").split("/").at(-1);
  await make("", { realm: "recording", enabled: true });
  await make("/recording/roles", { name: "auditor", description: "Reads." });
  const auditor = (await (await ask("/recording/roles/auditor")).json()).id;
  const service = idOf(await make("/recording/clients", { clientId: "service", serviceAccountsEnabled: true }));
  const visible = idOf(await make("/recording/clients", { clientId: "public", publicClient: true }));
  return { auditor, service, public: visible };
}

async function record(ask, ids, { call, body, keep }) {
  const filled = (text) => text.replace(/\{(\w+)\}/g, (whole, name) => ids[name] ?? whole);
  const [method, path] = filled(call).split(" ");
  const sent = body === undefined || typeof body === "string" ? body : filled(JSON.stringify(body));
  const answer = await ask(`/recording/${path}`, { method, ...(sent === undefined ? {} : { body: sent }) });
  const location = answer.headers.get("location");
  if (keep !== undefined && location === null) throw new Error(`${call} was answered with ${answer.status}`);
  if (keep !== undefined) ids[keep] = location.split("/").at(-1);
  const text = await answer.text();
  return {
    call,
    status: answer.status,
    ...(location && { location: new URL(location).pathname }),
    ...(text && { body: JSON.parse(text) }),
  };
}

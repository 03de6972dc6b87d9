// Records what a real Keycloak answers to test/contract/recorded/keycloak-admin-calls.json; needs a container engine.
// Usage: node scripts/record-keycloak-admin.mjs [image]
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { withKeycloak } from "./keycloak-container.mjs";

const IMAGE = process.argv[2] ?? "quay.io/keycloak/keycloak:26.7.4";
const recorded = new URL("../test/contract/recorded/", import.meta.url);
const calls = JSON.parse(await readFile(new URL("keycloak-admin-calls.json", recorded), "utf8"));

await withKeycloak(IMAGE, async (_base, ask) => {
  const ids = await prepare(ask);
  const answers = [];
  for (const [call, body, keep] of calls) answers.push(await record(ask, ids, { call, body, keep }));
  const file = fileURLToPath(new URL("keycloak-admin-answers.json", recorded));
  await writeFile(file, JSON.stringify({ image: IMAGE, answers }));
  execFileSync("npx", ["biome", "format", "--write", file], { stdio: "ignore" });
  console.log(`recorded ${answers.length} answers of ${IMAGE}`);
});

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

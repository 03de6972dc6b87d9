import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { BOOTSTRAP_SECRETS } from "../../src/services/vault/places.ts";
import { watchArgv } from "./argv-watch.ts";
import type { Planter } from "./breakage.ts";
import { secretsIn } from "./canary-shapes.ts";
import { SHIPPED_IDENTITIES } from "./identities.ts";
import type { LiveStack } from "./live-stack.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");
const MODES = ["pipe", "json", "terminal", "debug"] as const;

/** What a person put into Vault. */
const CANARIES = {
  client_secret: "canary'client\"secret$0",
  paypal_secret: "EK-canary/paypal+secret=0",
  webhook_secret: "canary0webhook–secret",
} as const;

/** Commands of seeding and proof, each of which is near a secret. */
const COMMANDS: readonly (readonly string[])[] = [
  ["seed", "--plan"],
  ["seed", "--diff"],
  ["drift"],
  ["drift", "keycloak", "--exit-code"],
  ["reset", "--seeds", "--plan"],
  ["seed", "vault", "keycloak", "lago"],
  ["verify", "vault", "keycloak", "--html", "proof.html", "--junit", "proof.xml"],
  ["verify", "golden", "lago", "--verbose"],
  ["sync"],
  ["policies", "show"],
  ["policies", "diff"],
  ["policies", "sync", "--plan"],
  ["paypal", "check"],
  ["matrix", "--section", "tasks"],
  ["env", "--service", "vault"],
  ["env", "--service", "paypal"],
  ["doctor", "--bundle"],
  ["status"],
];

/** Files that are there to hold secrets, and that nobody else may read. */
const HOLDERS = /\/(?:secrets|vault|keys|instance|identities)\.json$|\.pem$|\/lago[^/]*key[^/]*$|\/\.env\.avb$/;

/** Puts canaries where people put secrets, runs the commands in every mode, and looks for all secrets of the stack in what they say and leave. */
export async function expectNoCanary(stack: LiveStack, planter: Planter): Promise<void> {
  await plant(planter);
  const secrets = new Map([...Object.entries(CANARIES), ...ownSecrets(stack, planter)]);
  expect(secrets.size).toBeGreaterThan(30);
  const argv = watchArgv(secrets);
  for (const [at, command] of COMMANDS.entries()) {
    const modes = MODES.filter((_, mode) => process.env.AVB_SOAK !== undefined || mode === at % MODES.length);
    for (const mode of modes) {
      const said = await saidBy(stack, command, mode);
      expect(said, command.join(" ")).not.toBe("");
      expect(secretsIn(said, secrets), `${command.join(" ")} (${mode})`).toEqual([]);
    }
  }
  expect(argv.stop()).toEqual([]);
  const files = readdirSync(stack.home.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const name of ["proof.html", "proof.xml"]) expect(existsSync(join(stack.root, name)), name).toBe(true);
  for (const path of files.filter((one) => !HOLDERS.test(one)))
    expect(secretsIn(readFileSync(path, "utf8"), secrets), path).toEqual([]);
}

async function plant(planter: Planter): Promise<void> {
  const put = (path: string, data: object) =>
    planter.vault("POST", `secret/data/agentvoicebox/backend/${path}`, { data });
  await put("keycloak", { client_id: "agentvoicebox-backend", client_secret: CANARIES.client_secret });
  await put("paypal", { client_id: "AZ-any", client_secret: CANARIES.paypal_secret });
  await put("lago", { api_key: planter.secret("lago/api-key"), webhook_secret: CANARIES.webhook_secret });
}

function ownSecrets(stack: LiveStack, planter: Planter): readonly (readonly [string, string])[] {
  const names = [
    ...Object.keys(BOOTSTRAP_SECRETS).filter((name) => !/^vault\/(?:root|dev)-token$|rsa-private-key$/.test(name)),
    ...SHIPPED_IDENTITIES.users.map(({ username }) => `identity/${username}`),
    ...SHIPPED_IDENTITIES.clients.map(({ clientId }) => `keycloak/${clientId}`),
    ...["lago/api-key", "vault/shared/internal-api-token", "vault/workers/api-token"],
  ];
  const { unsealKey, rootToken } = JSON.parse(readFileSync(join(stack.stateFolder(), "vault.json"), "utf8"));
  return [...names.map((name) => [name, planter.secret(name)] as const), ["unseal", unsealKey], ["root", rootToken]];
}

/** Everything that a command says, on both streams. */
function saidBy(stack: LiveStack, command: readonly string[], mode: (typeof MODES)[number]): Promise<string> {
  const more = { json: ["--json"], debug: ["--verbose"], pipe: [], terminal: [] }[mode];
  const words = [process.execPath, BIN, "dev", ...command, ...more];
  const line = words.map((word) => `'${word}'`).join(" ");
  const [file = "", ...args] = mode === "terminal" ? ["script", "-qec", line, "/dev/null"] : words;
  const debug = mode === "debug" ? { AVB_LOG: "debug", DEBUG: "*" } : {};
  const env = { ...stack.home.env, AVB_SLOT: stack.slot, AVB_PAYPAL_URL: "http://127.0.0.1:9", ...debug };
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: stack.root, env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (text += part));
    child.on("error", reject);
    child.on("close", () => resolve(text));
  });
}

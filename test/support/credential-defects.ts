import { setTimeout } from "node:timers/promises";
import type { Environment } from "../../src/domain/credential.ts";
import { identityPath } from "../../src/flows/secrets/store-key.ts";
import { type Defect, ROOT } from "./clean-machine.ts";
import { goodFor } from "./credential-samples.ts";
import { local, put } from "./credential-store.ts";
import type { FakeWorld } from "./fake-world.ts";

const DAY_MS = 86_400_000;

/** Git tracks these files and nothing else of interest. */
const tracked = (world: FakeWorld, ...names: readonly string[]) =>
  void world.programs.set("git", (args) => {
    const isList = args.includes("ls-files") && args.includes("-z");
    if (isList) return { exitCode: 0, stdout: names.map((name) => `${name}\0`).join(""), stderr: "" };
    return { exitCode: args.includes("ls-files") ? 1 : 0, stdout: "true", stderr: "" };
  });

const LONG_MS = 3000;

/** A store, whose key is really computed with: the doctor's deadline is not to pass a hundred times faster meanwhile. */
const storeOf = (world: FakeWorld, environment: Environment = "dev") => {
  const { now, sleep } = world.clock;
  const inTime: typeof sleep = (ms, signal) =>
    ms < LONG_MS ? sleep(ms, signal) : setTimeout(ms, undefined, signal === undefined ? {} : { signal });
  Object.assign(world, { clock: { now, sleep: inTime } });
  return local(world, environment);
};

const HISTORY = "/home/dev/.bash_history";
const typed =
  (...lines: readonly string[]) =>
  (world: FakeWorld) =>
    world.files.put(HISTORY, `${["ls", ...lines].join("\n")}\n`);

/** What can be wrong with third-party credentials, with what opens their stores, and with where they were written. */
export const CREDENTIAL_DEFECTS: readonly Defect[] = [
  {
    name: "a placeholder in the local store",
    ...{
      check: "credentials",
      state: "warn",
      says: /^api_key of openai in the local store \(dev\) is the placeholder/,
    },
    plant: async (world) =>
      void (await put(await storeOf(world), "openai", { api_key: "REPLACE_WITH_ACTUAL_OPENAI_API_KEY" })),
  },
  {
    name: "a placeholder in .env",
    ...{ check: "credentials", state: "warn", says: /^api_key of sendgrid in \/home\/dev\/shop\/\.env is a word/ },
    plant: (world) => void world.files.put(`${ROOT}/.env`, "SENDGRID_API_KEY=changeme\n"),
  },
  {
    name: "a value without its vendor's form in the environment",
    ...{
      check: "credentials",
      state: "warn",
      says: /^api_key of anthropic in the environment of avb has another form/,
    },
    host: { env: { ANTHROPIC_API_KEY: "not-one-of-theirs-at-all" } },
  },
  {
    name: "a value of staging without its form",
    ...{ check: "credentials", state: "warn", says: /in the local store \(staging\) looks like a key of SendGrid/ },
    plant: async (world) =>
      void (await put(await storeOf(world, "staging"), "openai", { api_key: goodFor("sendgrid-key") })),
  },
  {
    name: "a credential whose rotation is overdue",
    ...{
      check: "credentials",
      state: "warn",
      says: /^openai in the local store \(dev\) was to be replaced \d{4}-\d\d-\d\d, \d+ days ago/,
    },
    plant: async (world) => {
      await put(await storeOf(world), "openai", { api_key: goodFor("openai-key") });
      world.nowMs += 200 * DAY_MS;
    },
  },
  {
    name: "an identity that others may read",
    ...{ check: "key-files", state: "fail", says: /identity\.txt can be read by other users \(mode 0644\)/ },
    plant: (world) => void world.files.put(identityPath(world), "# none\n", { mode: 0o644 }),
  },
  {
    name: "a passphrase file that the group may read",
    ...{ check: "key-files", state: "fail", says: /\/home\/dev\/phrase can be read by other users \(mode 0640\)/ },
    host: { env: { AVB_PASSPHRASE_FILE: "/home/dev/phrase" } },
    plant: (world) => void world.files.put("/home/dev/phrase", "x\n", { mode: 0o640 }),
  },
  {
    name: "a credential in an env file that git tracks",
    ...{
      check: "committed-secrets",
      state: "fail",
      says: /deploy\/\.env\.prod:2: OPENAI_API_KEY holds a real openai-key/,
    },
    plant: (world) => {
      tracked(world, "deploy/.env.prod", ".env.example");
      world.files.put(`${ROOT}/deploy/.env.prod`, `A=1\nOPENAI_API_KEY=${goodFor("openai-key")}\n`);
      world.files.put(`${ROOT}/.env.example`, "OPENAI_API_KEY=sk-...\nSENDGRID_API_KEY=REPLACE_WITH_KEY\n");
    },
  },
  {
    name: "a token under a name that says nothing, in an env file that git tracks",
    ...{ check: "committed-secrets", state: "fail", says: /\.env\.test:1: X holds a real slack-webhook/ },
    plant: (world) => {
      tracked(world, ".env.test");
      world.files.put(`${ROOT}/.env.test`, `X='${goodFor("slack-webhook")}'\n`);
    },
  },
  {
    name: "a secret that was typed into AWS's program",
    ...{
      check: "shell-history",
      state: "warn",
      says: /\.bash_history:2 typed a secret into 'aws secretsmanager put-secret-value/,
    },
    plant: typed("aws secretsmanager put-secret-value --secret-id qualisys/llm/openai --secret-string 'swordfish'"),
  },
  {
    name: "secrets that were typed into Vault's program",
    ...{
      check: "shell-history",
      state: "warn",
      says: /\.bash_history:2 typed a secret into 'vault kv put', and 1 more/,
    },
    plant: typed("vault kv put secret/x api_key=swordfish", "vault kv patch -mount=secret x token=swordfish"),
  },
];

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { normalForm } from "../../src/domain/reconcile.ts";
import type { LiveStack } from "./live-stack.ts";

/** What is read of each service, below its address on this machine. */
const LAGO = ["billable_metrics", "plans", "customers", "subscriptions", "webhook_endpoints"];
const VAULT = ["sys/mounts", "sys/auth", "sys/audit", "secret/config"];
const VAULT_LISTS: Readonly<Record<string, string>> = {
  "sys/policies/acl": "sys/policies/acl/",
  "transit/keys": "transit/keys/",
  "auth/approle/role": "auth/approle/role/",
  "database/roles": "database/roles/",
};

/** What another start or another moment changes though nothing was seeded: OPA writes a file's name otherwise once it was reloaded. */
const VOLATILE =
  /^(?:ast|lago_.*id|created_at|updated_at|started_at|.*_date|.*_at|request_id|decision_id|lease_.*|uuid|accessor|.*running_sha256)$/;

type Json = unknown;
type Ask = (path: string) => Promise<Json>;

/** By service and path, each as a text that is the same for the same things. */
export type CanonicalExport = ReadonlyMap<string, string>;

/** What OPA, Vault and Lago hold of ours. */
export async function canonicalExport(stack: LiveStack): Promise<CanonicalExport> {
  const rows = (await stack.json("ports")).ports as readonly { service: string; now: number }[];
  const at = (id: string) =>
    `http://127.0.0.1:${rows.find(({ service }) => service === id)?.now ?? expect.fail(`${id} has no port`)}`;
  const { rootToken } = JSON.parse(readFileSync(join(stack.stateFolder(), "vault.json"), "utf8"));
  const vault = asker(`${at("vault")}/v1`, { "X-Vault-Token": rootToken });
  const opa = asker(`${at("opa")}/v1`, {});
  const lago = await lagoOf(stack);
  const lists = await Promise.all(
    Object.entries(VAULT_LISTS).map(async ([list, each]) => {
      const { data } = (await vault(`${list}?list=true`)) as { data: { keys: readonly string[] } };
      return Promise.all(data.keys.map(async (key) => [`vault ${each}${key}`, await vault(`${each}${key}`)] as const));
    }),
  );
  const pieces: readonly (readonly [string, Json])[] = [
    ...(await Promise.all(VAULT.map(async (path) => [`vault ${path}`, await vault(path)] as const))),
    ...lists.flat(),
    ...(await Promise.all(["policies", "data"].map(async (path) => [`opa ${path}`, await opa(path)] as const))),
    ...(await Promise.all(LAGO.map(async (kind) => [`lago ${kind}`, await lago(`${kind}?per_page=100`)] as const))),
  ];
  return new Map(pieces.map(([name, value]) => [name, normalForm(withoutVolatile(value))]));
}

const withoutVolatile = (value: Json): Json =>
  JSON.parse(JSON.stringify(value, (key, held) => (VOLATILE.test(key) ? undefined : held)));

/** What two exports do not have in common: each piece with the text around the first difference. */
export const differing = (one: CanonicalExport, other: CanonicalExport): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])].flatMap((name) => {
    const [before, after] = [one.get(name) ?? "", other.get(name) ?? ""];
    if (before === after) return [];
    const at = [...before].findIndex((letter, index) => letter !== after[index]);
    const from = Math.max(0, at - 40);
    return [`${name}: ${before.slice(from, at + 40)} | ${after.slice(from, at + 40)}`];
  });

/** The billing API with the key that an application has. */
export async function lagoOf(stack: LiveStack): Promise<(path: string, body?: object) => Promise<Json>> {
  const { variables } = await stack.json("env", "--service", "lago", "--reveal");
  const values = variables as readonly { readonly name: string; readonly value?: string }[];
  const text = (name: string) => values.find((one) => one.name === name)?.value ?? "";
  const headers = { authorization: `Bearer ${text("LAGO_API_KEY")}`, "content-type": "application/json" };
  return async (path, body) => {
    const init = body === undefined ? { headers } : { method: "PUT", headers, body: JSON.stringify(body) };
    const answer = await fetch(`${text("LAGO_API_URL")}/api/v1/${path}`, init);
    expect(answer.status, path).toBe(200);
    return answer.json();
  };
}

const asker =
  (base: string, headers: Readonly<Record<string, string>>): Ask =>
  async (path) => {
    const answer = await fetch(`${base}/${path}`, { headers });
    expect(answer.status, path).toBe(200);
    return answer.json();
  };

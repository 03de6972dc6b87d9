import { type Check, type Finding, type Findings, findingOf, findings } from "../../domain/check.ts";
import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import type { VaultApi } from "../../services/vault/api.ts";
import { isRecord } from "../../services/vault/document-fields.ts";
import { lookAtVault } from "../../services/vault/seed.ts";
import { type WantedVault, wantedThings } from "../../services/vault/wanted.ts";
import { liveSecrets, vaultKeys } from "../live/live-secrets.ts";
import { stackRecord } from "../live/stack-record.ts";
import { openVaultDocuments } from "../vault/vault-documents.ts";
import { stackVault } from "../vault/vault-place.ts";

/** The live stack's Vault: open, holding what the documents say, and no value that is a placeholder. */
export const vaultCheck: Check = {
  id: "vault",
  title: "Vault",
  looksAt:
    "whether the live stack's Vault is open, holds its mounts, policies and secrets, and no value that begins with a placeholder",
  run: async (world, { checkout, stack: resolve }) => {
    const stack = await resolve().catch(() => undefined);
    if (stack === undefined)
      return [{ state: "ok", says: "which stack this is cannot be made out; another check says why" }];
    const idle = await whyIdle(world, checkout, stack);
    if (idle !== undefined) return [{ state: "ok", says: idle }];
    const secrets = await liveSecrets(world, checkout);
    const api = stackVault(world, stack, await secrets.get("vault/root-token"));
    try {
      await api.read("sys/mounts");
      return await foundIn(api, await openVaultDocuments({ world, checkout, stack, secrets }), stack);
    } catch (error) {
      if (!(error instanceof ServiceRefusal)) throw error;
      return [{ state: "fail", says: `Vault could not be read: ${error.message}`, fixes: ["avb dev up"] }];
    }
  },
};

async function whyIdle(world: World, checkout: Checkout, stack: Stack): Promise<string | undefined> {
  if (stack.mode !== "live" || !stack.running.has("vault")) return `no Vault runs in mode ${stack.mode}`;
  if ((await vaultKeys(world, checkout)) === undefined) return "no Vault was opened yet";
  return (await stackRecord(world, checkout)) === undefined ? "the live stack is not running" : undefined;
}

async function foundIn(api: VaultApi, wanted: WantedVault, { running }: Stack): Promise<Findings> {
  const { mount } = wanted;
  const hasDatabase = running.has("postgres");
  const wishes = { mount, hasDatabase, everything: false, prune: false, made: new Set<string>() };
  const { verdicts } = await lookAtVault(api, wantedThings(wanted), wishes);
  const differing = verdicts.filter(({ do: word }) => word === "create" || word === "update");
  const things = differing.map(({ kind, key }) => `${kind} ${key}`).join(", ");
  const drift: readonly Finding[] =
    differing.length === 0
      ? []
      : [
          {
            state: "warn",
            says: `${differing.length} of Vault's things are not as the documents say: ${things}`,
            fixes: ["avb dev seed vault"],
            cure: { kind: "seed", service: "vault" },
          },
        ];
  const paths = (wanted.document.secrets ?? []).map(({ path }) => String(path));
  const placeholders = await Promise.all(paths.map((path) => placeholdersAt(api, mount, path)));
  return findings([...drift, ...placeholders.flat()], "Vault is open and holds what the documents say");
}

/** Whoever wrote such a value took a template for one that was filled in. */
async function placeholdersAt(api: VaultApi, mount: string, path: string): Promise<readonly Finding[]> {
  const data = (await api.read(`${mount}/data/${path}`))?.data;
  return Object.entries(isRecord(data) ? data : {}).flatMap(([field, value]) => {
    if (!/^\$\{/.test(String(value))) return [];
    const facts = { place: `${mount}/${path}#${field}`, path: `${mount}/${path}`, field };
    return [findingOf(AvbError.of("VAULT_VALUE_PLACEHOLDER", facts), "warn")];
  });
}

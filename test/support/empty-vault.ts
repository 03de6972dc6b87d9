import type { LookWishes } from "../../src/domain/seeding.ts";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { vaultSeeder } from "../../src/flows/seeding/seed-vault.ts";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { vaultApi } from "../../src/services/vault/api.ts";
import { fakeVault } from "./fake-vault.ts";
import { fakeWorld } from "./fake-world.ts";
import { putTemplates } from "./lifecycle-world.ts";

/** Where it answers. */
export const VAULT_URL = "http://127.0.0.1:65003";
const TOKEN = "s.root";
const SILENT = { progress: () => undefined };

/** A live stack in a fake world, whose Vault is open and empty; `config` is its `.devenvrc`, trusted. */
export async function emptyVault(config?: string) {
  const world = fakeWorld({ env: { AVB_STATE_DIR: "/state" } });
  putTemplates(world);
  if (config !== undefined) {
    world.files.put("/home/dev/shop/.devenvrc", config);
    await grantTrust(world, (await showTrust(world)).hash);
  }
  const vault = fakeVault(TOKEN);
  world.servers.set(VAULT_URL, (request) => vault.server(request));
  const checkout = await openCheckout(world);
  world.files.put(checkout.state.containers, JSON.stringify({ mode: "live", with: [], without: [], usable: {} }));
  world.files.put(checkout.state.vault, JSON.stringify({ unsealKey: "k", rootToken: TOKEN }));
  const stack = await resolveStack(world, checkout);
  const seeding = await vaultSeeder.open({ world, checkout, stack, secrets: await liveSecrets(world, checkout) });
  const { signal } = new AbortController();
  const look = (more: Partial<LookWishes> = {}) =>
    seeding.look({ everything: true, prune: false, made: new Set(), ids: new Map(), signal, ...more });
  const seed = async (more: Partial<LookWishes> = {}) => {
    const seen = await look(more);
    await seen.write(SILENT);
    return seen;
  };
  return { world, vault, look, seed, api: vaultApi({ world, url: VAULT_URL, token: TOKEN }) };
}

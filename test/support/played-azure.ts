import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import type { CredentialStore } from "../../src/domain/credential-store.ts";
import { azureStore } from "../../src/flows/secrets/stores/azure.ts";
import { storeTools } from "./credential-store.ts";
import { type KeyVault, keyVault } from "./key-vault.ts";
import { type TempCheckout, tempCheckout } from "./temp-checkout.ts";

/** A vault of Azure's, played, empty before each test, and the store that opens it. */
export interface PlayedAzure {
  readonly vault: KeyVault;
  open(more?: Parameters<typeof storeTools>[1], env?: Readonly<Record<string, string>>): Promise<CredentialStore>;
}

/** Plays Azure for the tests of a file. Azure's own rules find the login in the variables of the process. */
export function playedAzure(): PlayedAzure {
  let vault: KeyVault;
  let home: TempCheckout;
  beforeAll(async () => {
    vault = await keyVault();
  });
  afterAll(() => vault.end());
  beforeEach(() => {
    home = tempCheckout();
    vault.clear();
    for (const [name, text] of Object.entries(vault.env)) vi.stubEnv(name, text);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    home.remove();
  });
  return {
    get vault() {
      return vault;
    },
    open: async (more = {}, env = {}) => {
      const world = home.world({ env: { AVB_STATE_DIR: home.state, ...vault.env, ...env } });
      return azureStore(await storeTools(world, more));
    },
  };
}

/** What Key Vault says to whom a role lacks. */
export const RBAC = [
  "Caller is not authorized to perform action on resource.",
  "Caller: appid=0;oid=1;iss=https://sts.windows.net/t/",
  "Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'",
].join("\r\n");

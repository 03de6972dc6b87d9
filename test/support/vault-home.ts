import { vaultStore } from "../../src/flows/secrets/stores/vault.ts";
import { storeTools } from "./credential-store.ts";
import { type TempCheckout, tempCheckout } from "./temp-checkout.ts";
import type { VaultServer } from "./vault-server.ts";

type Variables = Readonly<Record<string, string>>;

/** Checkouts whose variables lead to this Vault, each test with a kv engine of its own there. */
export function vaultHome(server: () => VaultServer) {
  let mount = "";
  const fresh = async () => {
    mount = await server().mount();
  };
  const leading = () => {
    const { url, rootToken } = server();
    return { VAULT_ADDR: url, VAULT_TOKEN: rootToken, VAULT_MOUNT_POINT: mount };
  };
  const open = async (home: TempCheckout, env: Variables = {}) =>
    vaultStore(await storeTools(home.world({ env: { ...leading(), AVB_STATE_DIR: home.state, ...env } })));
  return {
    ...{ fresh, open, mount: () => mount, env: leading },
    within: async (act: (home: TempCheckout) => Promise<void>) => {
      const home = tempCheckout();
      try {
        await fresh();
        await act(home);
      } finally {
        home.remove();
      }
    },
  };
}

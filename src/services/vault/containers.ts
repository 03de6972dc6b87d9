import type { ContainerFacts } from "../../domain/container.ts";

const CONFIGURATION = {
  storage: { file: { path: "/vault/file" } },
  listener: { tcp: { address: "0.0.0.0:8200", tls_disable: true } },
  disable_mlock: true,
  ui: true,
};

/** The image writes VAULT_LOCAL_CONFIG to a file; it must neither change owners nor capabilities, since it is not root. */
export const vaultContainers: Readonly<Record<string, ContainerFacts>> = {
  vault: {
    texts: {
      VAULT_LOCAL_CONFIG: [JSON.stringify(CONFIGURATION)],
      SKIP_CHOWN: ["true"],
      SKIP_SETCAP: ["true"],
    },
  },
};

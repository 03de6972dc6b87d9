import type { ShellFacts } from "../../domain/shell-facts.ts";

/** Vault's client with the token that it was initialised with; it has no prompt of its own. */
export const vaultShell: ShellFacts = {
  client: ["vault"],
  prompt: ["sh"],
  env: { VAULT_ADDR: ["http://127.0.0.1:8200"], VAULT_TOKEN: [{ secret: "vault/root-token" }] },
};

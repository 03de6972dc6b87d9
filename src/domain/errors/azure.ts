import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of Azure Key Vault, beside those that every store has. */
export const AZURE_ERRORS = {
  STORE_VAULT_UNNAMED: {
    exit: EXIT.config,
    says: "no vault of Azure is named for {environment}",
    fixes: ["name it: AZURE_KEYVAULT_URL=https://my-vault.vault.azure.net", "the document's name for it is {vault}"],
  },
  STORE_SHARED: {
    exit: EXIT.config,
    says: "{store} is {what}, which is {other}'s; in one vault {environment} would overwrite {other}",
    fixes: ["name a vault of its own for {environment}: AZURE_KEYVAULT_URL"],
  },
  STORE_NETWORK: {
    exit: EXIT.secretStore,
    says: "{store} takes nothing from this network, whoever asks: {why}",
    fixes: [
      "come from a network that the vault allows (VPN, private endpoint)",
      "have this address allowed in the vault's network rules",
    ],
  },
  STORE_NAME_TAKEN: {
    exit: EXIT.secretStore,
    says: "{name} in {store} was deleted and still holds its name, and {action} is denied: {why}",
    fixes: ["have {action} allowed, or have it recovered or purged by who may"],
  },
  STORE_HALF: {
    exit: EXIT.secretStore,
    says: "{id} is half in {store}: stored {done}, not stored {failed}: {why}",
    fixes: ["run it again when that is cured: what is stored already stays"],
  },
  STORE_NO_PLACE: {
    exit: EXIT.config,
    says: "{field} of {id} has no place in {store}, which holds {fields}; nothing was written",
    fixes: ["leave it out, or store it elsewhere: --store local"],
  },
} as const satisfies ErrorTable;

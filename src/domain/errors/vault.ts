import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of values and policies that are kept in a Vault. */
export const VAULT_ERRORS = {
  VAULT_VALUES_UNREAD: {
    exit: EXIT.secretStore,
    says: "the secrets of this stack are kept in Vault, which could not be read: {why}",
    fixes: ["avb dev up", "see how the stack stands: avb dev status"],
  },
  VAULT_VALUE_MISSING: {
    exit: EXIT.secretStore,
    says: "{name} is kept in Vault, and {place} is not there",
    fixes: ["avb dev seed vault"],
  },
  VAULT_VALUE_PLACEHOLDER: {
    exit: EXIT.secretStore,
    says: "{place} in Vault holds a placeholder that nobody filled in",
    fixes: ["write the value there: vault kv patch {path} {field}=-"],
  },
  POLICY_TARGET: {
    exit: EXIT.config,
    says: "there is no Vault to look at: {why}",
    fixes: ["avb dev up --mode live", "set VAULT_ADDR=https://... and VAULT_TOKEN"],
  },
  POLICY_UNKNOWN: {
    exit: EXIT.usage,
    says: "there is no policy '{name}'; there are {known}",
    fixes: ["avb dev policies show"],
  },
  POLICY_PRODUCTION: {
    exit: EXIT.production,
    says: "{target} is no Vault of avb's, so nothing was written there; these policies differ: {things}",
    fixes: ["see each difference: avb dev policies diff", "write them: avb dev policies sync --allow-production"],
  },
  POLICY_WRONG: {
    exit: EXIT.config,
    says: "{what}",
    fixes: ["correct it, then: avb dev policies lint"],
  },
} as const satisfies ErrorTable;

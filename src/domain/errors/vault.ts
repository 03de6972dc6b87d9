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
    says: "{place} in Vault holds {found} as it stands, and no value: whoever wrote it did not put the value in",
    fixes: ["write the value there: vault kv patch {path} {field}=-"],
  },
} as const satisfies ErrorTable;

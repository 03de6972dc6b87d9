import type { VaultDocument } from "./document.ts";
import { isRecord } from "./document-fields.ts";

/** Where a value lies in the kv engine. */
export interface VaultValuePlace {
  /** Below the mount. */
  readonly path: string;
  readonly field: string;
}

/**
 * Local secrets that are not kept in Vault, each with the reason: Vault is opened, and containers are started, before
 * anything could be read from it. Every other secret of the catalogue and the profiles has its place in the document.
 */
export const BOOTSTRAP_SECRETS: Readonly<Record<string, string>> = {
  "vault/root-token": "avb itself seeds and reads Vault with it",
  "vault/role-id": "it is the AppRole's id itself: a way into Vault",
  "vault/secret-id": "it is the AppRole's secret id itself: a way into Vault",
  "vault/dev-token": "it is a token itself: a way into Vault",
  "postgres/superuser": "Postgres is started with it",
  "postgres/agentvoicebox": "Postgres makes the role with it before Vault can be reached",
  "postgres/keycloak": "Postgres and Keycloak are started with it",
  "postgres/temporal": "Postgres makes the role with it before Vault can be reached",
  "postgres/vault_admin": "it is what Vault's database engine itself signs in with",
  "keycloak/admin": "Keycloak's first administrator is made at its start",
  "keycloak/bootstrap-client": "Keycloak's first service account is made at its start",
  "lago/admin": "Lago's first user is made at its start",
  "lago/database": "Lago's own database is started with it",
  "lago/rsa-private-key": "Lago is started with it",
  "lago/secret-key-base": "Lago is started with it",
  "lago/encryption-primary-key": "Lago is started with it",
  "lago/encryption-deterministic-key": "Lago is started with it",
  "lago/encryption-key-derivation-salt": "Lago is started with it",
};

/** Where the documents keep each local secret: the fields that are a reference to one, and nothing beside it. */
export function valuePlaces(documents: readonly VaultDocument[]): ReadonlyMap<string, VaultValuePlace> {
  const entries = documents.flatMap(({ secrets = [] }) => secrets);
  return new Map(
    entries.flatMap(({ path, fields }) =>
      Object.entries(isRecord(fields) ? fields : {}).flatMap(([field, text]) => {
        const name = /^\$\{secret:([^}]+)\}$/.exec(String(text))?.[1];
        return name === undefined ? [] : [[name, { path: String(path), field }] as const];
      }),
    ),
  );
}

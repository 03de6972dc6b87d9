import type { VaultCall } from "./ask.ts";

/** A name that nobody uses: what is below it is nobody's. */
export const PROBE = "avb-verify";

/** The request that needs a capability on a path (Vault documentation, "Policies"). `create` is one where nothing is yet. */
export const REQUESTS: Readonly<
  Record<"create" | "read" | "update" | "patch" | "delete" | "list", VaultCall["method"]>
> = {
  ...{ create: "POST", read: "GET", update: "POST", patch: "PATCH", delete: "DELETE", list: "LIST" },
};

/** A capability that a request can be made for. */
export type Asked = keyof typeof REQUESTS;

/** A path, and the capabilities that are tried there. */
export type TriedPath = readonly [path: string, capabilities: readonly Asked[]];

/** Paths beside everybody's own, with what is tried there; `{mount}` is the kv engine's. */
export const ELSEWHERE: readonly TriedPath[] = [
  [`{mount}/data/${PROBE}`, ["read", "update", "delete", "patch"]],
  [`{mount}/data/agentvoicebox/${PROBE}`, ["read", "update", "delete", "patch"]],
  [`{mount}/data/agentvoicebox/backend-${PROBE}/x`, ["read", "update"]],
  [`{mount}/metadata/agentvoicebox/backend/${PROBE}`, ["read", "list", "delete"]],
  ["{mount}/metadata/agentvoicebox/", ["list"]],
  [`{mount}/undelete/agentvoicebox/backend/${PROBE}`, ["update"]],
  [`{mount}/destroy/agentvoicebox/backend/${PROBE}`, ["update"]],
  ["transit/encrypt/webhook-secrets", ["update"]],
  ["transit/decrypt/session-data", ["update"]],
  ["transit/keys/api-keys", ["read"]],
  ["transit/keys/", ["list"]],
  ["transit/export/encryption-key/api-keys", ["read"]],
  ["database/config/postgres", ["read"]],
  ["database/roles/backend", ["read"]],
  ["database/static-creds/backend", ["read"]],
  ["pki/issue/internal-services", ["update"]],
  ["pki/sign/keycloak", ["update"]],
  ["pki/roles/keycloak", ["read"]],
  ["pki-root/roles/", ["list"]],
];

/** Paths by which a token could get more rights than it has, or a look at how Vault is set up. */
export const ESCALATION: readonly TriedPath[] = [
  [`sys/policies/acl/${PROBE}`, ["read", "update"]],
  ["sys/policies/acl/backend", ["read"]],
  ["sys/policies/acl/", ["list"]],
  ["sys/mounts", ["read"]],
  [`sys/mounts/${PROBE}`, ["update", "delete"]],
  ["sys/auth", ["read"]],
  ["sys/audit", ["read"]],
  ["sys/config/state/sanitized", ["read"]],
  ["sys/leases/lookup/", ["list"]],
  ["auth/token/create", ["update"]],
  ["auth/token/create-orphan", ["update"]],
  ["auth/token/accessors/", ["list"]],
  ["auth/approle/role/", ["list"]],
  ["auth/approle/role/backend", ["read"]],
  ["auth/approle/role/backend/secret-id", ["list"]],
  ["identity/entity/id/", ["list"]],
];

/** What would do harm if it were not refused: nobody tries it, Vault is asked what the token could do there. */
export const NEVER_TRIED: readonly string[] = [
  ...["sys/seal", "sys/rotate", "sys/step-down", "sys/raw/core", "sys/generate-root/attempt"],
  ...["database/config/postgres", "database/rotate-root/postgres", "transit/keys/api-keys/rotate"],
  ...["sys/policies/acl/backend", "auth/approle/role/backend/secret-id", "auth/approle/role/keycloak/secret-id"],
];

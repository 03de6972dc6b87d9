import { literal, platform, secret, unset, url } from "../../domain/env-value.ts";
import { always, managed, type Variable } from "../../domain/service.ts";

/** Matrix section 4.2. */
export const vaultVariables = [
  {
    name: "VAULT_ADDR",
    required: true,
    secret: false,
    documented: { sandbox: "-", live: "`http://vault:8200`" },
    effective: managed(url("vault", "http")),
    because: {
      sandbox:
        "the settings module requires it: the address Vault would have, which VAULT_FAIL_FAST=false lets be away",
    },
  },
  {
    name: "VAULT_TOKEN",
    required: false,
    secret: true,
    documented: { sandbox: "-", live: "`devtoken`" },
    effective: { running: literal("devtoken"), absent: unset, production: platform },
  },
  {
    name: "VAULT_ROLE_ID",
    required: false,
    secret: true,
    documented: { sandbox: "-", live: "From AppRole" },
    effective: managed(secret("vault/role-id"), unset),
  },
  {
    name: "VAULT_SECRET_ID",
    required: false,
    secret: true,
    documented: { sandbox: "-", live: "From AppRole" },
    effective: managed(secret("vault/secret-id"), unset),
  },
  {
    name: "VAULT_MOUNT_POINT",
    required: false,
    default: "secret",
    secret: false,
    documented: { sandbox: "`secret`", live: "`secret`" },
    effective: always(literal("secret")),
  },
  {
    name: "VAULT_FAIL_FAST",
    required: false,
    default: "true",
    secret: false,
    documented: { sandbox: "`false`", live: "`true`" },
    effective: { running: literal("true"), absent: literal("false"), production: literal("true") },
  },
] as const satisfies readonly Variable[];

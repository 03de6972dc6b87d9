import type { AccessFact } from "../../domain/access.ts";
import { secret } from "../../domain/env-value.ts";

const http = { kind: "endpoint", service: "keycloak", port: "http", form: "url", scheme: "http" } as const;

/** Where people and programs sign in, and the account that manages the realm. Its clients stand among the identities. */
export const keycloakAccess: readonly AccessFact[] = [
  { kind: "url", label: "issuer", value: { ...http, path: "/realms/agentvoicebox" } },
  {
    kind: "url",
    label: "discovery",
    value: { ...http, path: "/realms/agentvoicebox/.well-known/openid-configuration" },
  },
  { kind: "url", label: "admin console", value: { ...http, path: "/admin" }, realOnly: true, page: true },
  { kind: "account", label: "admin console", user: "admin", value: secret("keycloak/admin"), realOnly: true },
];

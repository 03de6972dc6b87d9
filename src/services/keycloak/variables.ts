import { literal, secret, url } from "../../domain/env-value.ts";
import { always, FROM_VAULT, managed, type Variable } from "../../domain/service.ts";

/** Matrix section 4.1. */
export const keycloakVariables = [
  {
    name: "KEYCLOAK_URL",
    required: true,
    secret: false,
    documented: { sandbox: "`http://localhost:8080`", live: "`http://keycloak:8080`" },
    effective: managed(url("keycloak", "http")),
    because: {
      sandbox: {
        container:
          "inside a container localhost is that container itself; the sandbox's identity provider runs on the host",
      },
    },
  },
  {
    name: "KEYCLOAK_REALM",
    required: true,
    secret: false,
    documented: { sandbox: "`agentvoicebox`", live: "`agentvoicebox`" },
    effective: always(literal("agentvoicebox")),
  },
  {
    name: "KEYCLOAK_CLIENT_ID",
    required: true,
    secret: false,
    documented: { sandbox: "`agentvoicebox-backend`", live: "`agentvoicebox-backend`" },
    effective: always(literal("agentvoicebox-backend")),
  },
  {
    name: "KEYCLOAK_CLIENT_SECRET",
    required: false,
    secret: true,
    documented: { sandbox: "-", live: FROM_VAULT },
    effective: managed(secret("keycloak/agentvoicebox-backend")),
    because: {
      sandbox: "the sandbox's client is confidential as the real one is, so it has a secret of this checkout",
    },
  },
  {
    name: "KEYCLOAK_BYPASS",
    required: false,
    default: "false",
    secret: false,
    documented: { sandbox: "`true`", live: "`false`" },
    effective: { running: literal("false"), absent: literal("true"), production: literal("false") },
  },
] as const satisfies readonly Variable[];

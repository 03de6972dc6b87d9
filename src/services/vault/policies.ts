import type { VaultPolicy } from "../../domain/permissions.ts";

/** Matrix section 5: what each workload may do in Vault. */
export const vaultPolicies = [
  {
    id: "backend",
    title: "Backend Service Policy",
    section: "5.1",
    permissions: [
      { path: "secret/data/agentvoicebox/backend/*", capabilities: ["read"], purpose: "App secrets" },
      { path: "secret/data/agentvoicebox/shared/*", capabilities: ["read"], purpose: "Shared secrets" },
      { path: "transit/encrypt/api-keys", capabilities: ["update"], purpose: "Encrypt API keys" },
      { path: "transit/decrypt/api-keys", capabilities: ["update"], purpose: "Decrypt API keys" },
      { path: "database/creds/backend", capabilities: ["read"], purpose: "Dynamic DB creds" },
    ],
  },
  {
    id: "keycloak",
    title: "Keycloak Policy",
    section: "5.2",
    permissions: [
      { path: "secret/data/agentvoicebox/keycloak/*", capabilities: ["read"], purpose: "KC config" },
      { path: "database/creds/keycloak", capabilities: ["read"], purpose: "KC DB creds" },
      { path: "pki/issue/keycloak", capabilities: ["update"], purpose: "TLS certs" },
    ],
  },
  {
    id: "temporal-worker",
    title: "Temporal Worker Policy",
    section: "5.3",
    permissions: [
      { path: "secret/data/agentvoicebox/temporal/*", capabilities: ["read"], purpose: "Temporal config" },
      { path: "secret/data/agentvoicebox/workers/*", capabilities: ["read"], purpose: "Worker secrets" },
      { path: "database/creds/temporal-worker", capabilities: ["read"], purpose: "Worker DB creds" },
    ],
  },
] as const satisfies readonly VaultPolicy[];

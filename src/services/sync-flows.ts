import type { SyncFlow } from "../domain/integrations.ts";

/** Matrix section 8: what is kept in step, how, and which proofs show it; the first word of a proof is its section. */
export const syncFlows = [
  {
    ...{ source: "User profile", service: "Keycloak", direction: "both", type: "Bidirectional" },
    ...{ id: "keycloak", proofs: ["sync.profile"] },
  },
  {
    ...{ source: "Usage events", service: "Lago", direction: "push", type: "Push (Django → Lago)" },
    ...{ id: "lago", proofs: ["lago.usage.event", "lago.usage.current"] },
  },
  {
    ...{ source: "Invoices", service: "Lago", direction: "pull", type: "Pull (Lago → Django)" },
    ...{ id: "lago", proofs: ["lago.usage.invoice"] },
  },
  {
    ...{ source: "Secrets", service: "Vault", direction: "pull", type: "Pull on startup" },
    ...{ id: "vault", proofs: ["vault.backend"] },
  },
  {
    ...{ source: "Policies", service: "OPA", direction: "query", type: "Query per request" },
    ...{ id: "opa", proofs: ["opa."] },
  },
  {
    ...{ source: "Workflows", service: "Temporal", direction: "both", type: "Bidirectional" },
    ...{ id: "temporal", proofs: ["temporal."] },
  },
] as const satisfies readonly SyncFlow[];

import type { SyncFlow } from "../domain/integrations.ts";

/** Matrix section 8: what is kept in step, and how. */
export const syncFlows = [
  { source: "User profile", service: "Keycloak", direction: "both", type: "Bidirectional" },
  { source: "Usage events", service: "Lago", direction: "push", type: "Push (Django → Lago)" },
  { source: "Invoices", service: "Lago", direction: "pull", type: "Pull (Lago → Django)" },
  { source: "Secrets", service: "Vault", direction: "pull", type: "Pull on startup" },
  { source: "Policies", service: "OPA", direction: "query", type: "Query per request" },
  { source: "Workflows", service: "Temporal", direction: "both", type: "Bidirectional" },
] as const satisfies readonly SyncFlow[];

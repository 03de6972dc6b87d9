import type { MatrixTask } from "../domain/integrations.ts";

/** Matrix section 9. */
export const matrixTasks = [
  { id: "EXT-001", task: "Add `KEYCLOAK_BYPASS` env var", priority: "P1" },
  { id: "EXT-002", task: "Add `LAGO_MOCK` env var", priority: "P1" },
  { id: "EXT-003", task: "Add `TEMPORAL_ENABLED` env var", priority: "P1" },
  { id: "EXT-004", task: "Update docker-compose with mode profiles", priority: "P1" },
  { id: "EXT-005", task: "Create Vault policy sync script", priority: "P2" },
  { id: "EXT-006", task: "Document OPA policy rules", priority: "P2" },
] as const satisfies readonly MatrixTask[];

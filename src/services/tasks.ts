import type { MatrixTask } from "../domain/integrations.ts";

const MODES = "avb dev verify matrix";

/** Matrix section 9, with the proof of each. */
export const matrixTasks = [
  {
    ...{ id: "EXT-001", task: "Add `KEYCLOAK_BYPASS` env var", priority: "P1", proof: MODES },
    shows: "its value in each mode and in this stack, and that mock JWTs hold or the real realm answers",
    theirs: "that it takes a mock JWT while the variable is true",
  },
  {
    ...{ id: "EXT-002", task: "Add `LAGO_MOCK` env var", priority: "P1", proof: MODES },
    shows: "its value in each mode and in this stack, and that the mock or Lago itself answers",
    theirs: "that it asks no Lago while the variable is true",
  },
  {
    ...{ id: "EXT-003", task: "Add `TEMPORAL_ENABLED` env var", priority: "P1", proof: MODES },
    shows: "its value in each mode and in this stack, and that Temporal answers or nothing of it runs",
    theirs: "that it calls functions directly while the variable is false",
  },
  {
    ...{ id: "EXT-004", task: "Update docker-compose with mode profiles", priority: "P1", proof: MODES },
    shows: "the profile of each service in the rendered document, and that nothing is published beyond loopback",
  },
  {
    ...{ id: "EXT-005", task: "Create Vault policy sync script", priority: "P2", proof: "avb dev verify vault matrix" },
    shows: "that Vault holds the policies of section 5, and what each of them allows and refuses",
  },
  {
    ...{ id: "EXT-006", task: "Document OPA policy rules", priority: "P2", proof: "avb dev verify opa matrix" },
    shows: "that the printed document has every rule of section 6.3, and that OPA decides by them",
  },
] as const satisfies readonly MatrixTask[];

import type { MatrixFacts, MatrixSection } from "../domain/matrix.ts";
import { type MatrixChoice, matrixSections } from "../domain/matrix-sections.ts";
import { services } from "../services/index.ts";
import { modelIntegrations } from "../services/models.ts";
import { accessRules, DECISION_PATH, sampleInput } from "../services/opa/rules.ts";
import { syncFlows } from "../services/sync-flows.ts";
import { matrixTasks } from "../services/tasks.ts";
import { vaultPolicies } from "../services/vault/policies.ts";

const facts: MatrixFacts = {
  services,
  policies: vaultPolicies,
  decisionPath: DECISION_PATH,
  sampleInput,
  rules: accessRules,
  models: modelIntegrations,
  syncFlows,
  tasks: matrixTasks,
};

/** The matrix, printed back from the catalogue: what is asked for of its sections 2 to 9. */
export const matrix = (choice: MatrixChoice = {}): readonly MatrixSection[] => matrixSections(facts, choice);

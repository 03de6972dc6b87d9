import type { Breakage } from "./breakage.ts";
import { KAFKA_BREAKAGES } from "./planted-kafka.ts";
import { KEYCLOAK_BREAKAGES } from "./planted-keycloak.ts";
import { DATA_BREAKAGES, LAGO_BREAKAGES, OPA_BREAKAGES, TEMPORAL_BREAKAGES } from "./planted-others.ts";
import { VAULT_BREAKAGES } from "./planted-vault.ts";

/** Everything that is done to a seeded stack by hand to see whether it is found out. */
export const BREAKAGES: readonly Breakage[] = [
  ...OPA_BREAKAGES,
  ...LAGO_BREAKAGES,
  ...DATA_BREAKAGES,
  ...TEMPORAL_BREAKAGES,
  ...KAFKA_BREAKAGES,
  ...VAULT_BREAKAGES,
  ...KEYCLOAK_BREAKAGES,
];

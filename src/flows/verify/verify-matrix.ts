import { type MODE_EFFECTS, proveEffect } from "./mode-effects.ts";
import { modeFlags, proveFlag } from "./mode-flags.ts";
import { proveProfiles } from "./mode-profiles.ts";
import { provePolicyPage, provePolicySync } from "./policy-tasks.ts";
import type { Verifier } from "./verifier.ts";

/** Which task of matrix section 9 asked for which flag. */
const TASKS: Readonly<Record<string, keyof typeof MODE_EFFECTS>> = {
  KEYCLOAK_BYPASS: "ext-001",
  LAGO_MOCK: "ext-002",
  TEMPORAL_ENABLED: "ext-003",
};

/** The tasks of matrix section 9 and the flags of section 3: they are there, are handed out, and do what the section says. */
export const matrixVerifier: Verifier = {
  id: "matrix",
  title: "Matrix: modes, flags and tasks",
  async prove(subject) {
    const flags = modeFlags().map((flag) => proveFlag(subject, flag, `matrix.${TASKS[flag.name] ?? flag.service.id}`));
    const effects = Object.values(TASKS).map((task) => proveEffect(subject, task));
    const rest = [proveProfiles(subject), provePolicySync(subject), provePolicyPage(subject)];
    const found = await Promise.all([...flags, ...effects, ...rest]);
    return found.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1));
  },
};

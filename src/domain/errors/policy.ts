import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of OPA's policies; what is loaded stays as it is. */
export const POLICY_ERRORS = {
  POLICY_REFUSED: {
    exit: EXIT.config,
    says: "OPA does not take this policy, so what it has loaded stays: {why}",
    fixes: ["correct it, then look what it would change: avb dev seed opa --plan"],
  },
  POLICY_TEST_FAILED: {
    exit: EXIT.seed,
    says: "the policies do not decide as the rules say, so what OPA has loaded stays: {why}",
    fixes: ["see who may do what: avb dev policies docs", "leave the team's own policies out and try again"],
  },
} as const satisfies ErrorTable;

import type { Check } from "../domain/check.ts";

/** What `--list-checks` tells of the checks. */
export interface Listed {
  readonly checks: readonly Pick<Check, "id" | "title" | "looksAt">[];
}

/** The checks as data. */
export const listed = (checks: readonly Check[]): Listed => ({
  checks: checks.map(({ id, title, looksAt }) => ({ id, title, looksAt })),
});

import type { Bearer } from "./attempts.ts";
import { vaultPolicies } from "./policies.ts";
import { pathIn, rulesOf } from "./policy-text.ts";
import type { WantedVault } from "./wanted.ts";

/** The policy of the development token. */
export const DEVELOPER = "developer";

/** The matrix's three from its own table, and the developer's from its written policy. */
export function bearersOf({ mount, policies }: WantedVault): readonly Bearer[] {
  const matrix = vaultPolicies.map(
    ({ id, permissions }): Bearer => ({
      policy: id,
      rights: permissions.map(({ path, capabilities: may }) => ({ path: pathIn(mount, path), capabilities: may })),
    }),
  );
  const developer = rulesOf(policies.find(({ name }) => name === DEVELOPER)?.text ?? "") ?? new Map();
  const rights = [...developer].map(([path, rule]) => ({ path, capabilities: rule.capabilities }));
  return [...matrix, { policy: DEVELOPER, rights }];
}

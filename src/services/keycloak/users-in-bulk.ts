import { newUser } from "./new-realm.ts";
import type { RealmContext } from "./realm-context.ts";
import type { RealmStep } from "./realm-step.ts";

/** Up to this many missing users are made one by one, so that a failure names the user. */
const FEW = 8;
/** Users of one import: with passwords it takes Keycloak some seconds. */
const AT_ONCE = 50;

/** Many missing users are made some at a time, each lot in one import: the first step of a lot writes all of it. */
export function usersInBulk(
  { api, want, passwordSet }: RealmContext,
  steps: readonly RealmStep[],
): readonly RealmStep[] {
  const missing = steps.filter(({ verdict, run }) => verdict.kind === "user" && verdict.do === "create" && run);
  if (missing.length <= FEW) return steps;
  const users = new Map(want.users.map((user) => [user.key, user]));
  const replaced = new Map<RealmStep, RealmStep>();
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    const lot = missing.slice(from, from + AT_ONCE);
    const wanted = lot.map(({ verdict }) => users.get(verdict.key)).filter((user) => user !== undefined);
    const run = async () => {
      await api.addUsers(wanted.map(newUser));
      for (const { key } of wanted) passwordSet(key);
    };
    for (const [at, { verdict, stage }] of lot.entries())
      replaced.set(lot[at] as RealmStep, {
        ...{ verdict, stage },
        ...(at === 0 && { run, label: `${verdict.key} and ${lot.length - 1} more` }),
      });
  }
  return steps.map((step) => replaced.get(step) ?? step);
}

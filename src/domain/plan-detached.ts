import type { Step } from "./plan.ts";

const WAITS = "usable-";
const STARTS = "start-";

/** A plan that starts everything, and the services that it does not wait for. */
export interface DetachedPlan {
  readonly steps: readonly Step[];
  readonly notAwaited: readonly string[];
}

/**
 * The steps without those that wait until a service can be used and what is done after that, such as seeding. What a start
 * needs is waited for all the same: Keycloak does not come up without its database.
 */
export function withoutWaiting(steps: readonly Step[]): DetachedPlan {
  const waits = steps.filter(({ id }) => id.startsWith(WAITS));
  const starts = steps.filter(({ id }) => id.startsWith(STARTS));
  const late = reached(waits, (one) => steps.filter(({ after }) => after.includes(one.id)));
  const needed = reached(starts, ({ after }) => steps.filter(({ id }) => after.includes(id)));
  const kept = steps.filter((step) => !late.has(step) || needed.has(step));
  const left = waits.filter((step) => !kept.includes(step));
  return { steps: kept, notAwaited: left.map(({ id }) => id.slice(WAITS.length)) };
}

/** These steps and all that are found from them. */
function reached(from: readonly Step[], next: (step: Step) => readonly Step[]): ReadonlySet<Step> {
  const found = new Set<Step>();
  const add = (step: Step): void => {
    if (found.has(step)) return;
    found.add(step);
    next(step).forEach(add);
  };
  from.forEach(add);
  return found;
}

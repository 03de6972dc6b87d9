import { closest } from "./closest.ts";
import type { OwnContainer } from "./own-container.ts";
import type { OwnContainers } from "./own-services.ts";
import type { Service } from "./service.ts";
import type { KeyPath } from "./yaml-document.ts";

/** Something wrong with a container: where within it, what, and what to write. */
export interface OwnProblem {
  readonly path: KeyPath;
  readonly what: string;
  readonly fix: string;
}

/** A container among the others and all services. */
export interface NeedsContext {
  readonly name: string;
  readonly container: OwnContainer;
  readonly known: readonly Service[];
  readonly all: OwnContainers;
}

/** Needs that nobody can meet: of itself, of what is no service, of one that needs it in turn. */
export function needProblems({ name, container: { needs = [] }, known, all }: NeedsContext): readonly OwnProblem[] {
  const possible = known.filter(({ id, external }) => id !== name && !external).map(({ id }) => id);
  return needs.flatMap((need, index) => {
    const path = ["needs", index];
    if (!possible.includes(need)) {
      const fix = `write ${closest(need, possible) ?? `one of ${possible.join(", ")}`}`;
      return [{ path, what: need === name ? `${name} needs itself` : `'${need}' is not a service`, fix }];
    }
    const way = wayTo(name, [need], all);
    if (way === undefined) return [];
    return [{ path, what: `they need each other: ${[name, ...way].join(", ")}`, fix: "remove one of the needs" }];
  });
}

/** The way goes on along what its last container needs; undefined where it never comes to the one wanted. */
function wayTo(wanted: string, way: readonly string[], all: OwnContainers): readonly string[] | undefined {
  const last = way.at(-1) ?? wanted;
  if (last === wanted) return way;
  for (const next of all[last]?.needs ?? []) {
    const found = way.includes(next) ? undefined : wayTo(wanted, [...way, next], all);
    if (found !== undefined) return found;
  }
  return undefined;
}

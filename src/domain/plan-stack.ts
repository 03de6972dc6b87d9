import { closest } from "./closest.ts";
import { AvbError, AvbErrors } from "./errors/avb-error.ts";
import type { Mode } from "./modes.ts";
import type { Service } from "./service.ts";

/** What was asked for: the mode, and the services named by `--with` and `--without` (flags or configuration alike). */
export interface StackWishes {
  readonly mode: Mode;
  readonly with: readonly string[];
  readonly without: readonly string[];
}

/** Which services run for real and which the embedded sandbox server stands in for. */
export interface PlannedServices {
  readonly running: ReadonlySet<string>;
  readonly embedded: ReadonlySet<string>;
}

/**
 * What a plan runs. `--with` brings along what a service needs; `--without` of something needed is refused.
 * In production avb starts nothing, so the wishes are only checked and the answer is what the platform runs.
 * All problems at once: SERVICE_UNKNOWN, SERVICE_WANTED_AND_NOT, SERVICE_EXTERNAL, SERVICE_NEEDED.
 */
export function planStack(services: readonly Service[], wishes: StackWishes): PlannedServices {
  refuse(wordProblems(services, wishes));
  const usual = services.filter((service) => service.runsIn.includes(wishes.mode));
  if (wishes.mode === "production") return { running: idsOf(usual), embedded: new Set() };
  const left = new Set(wishes.without);
  const roots = [...idsOf(usual), ...wishes.with].filter((id) => !left.has(id));
  refuse(neededProblems(services, roots, left));
  const closure = withNeeds(services, roots);
  const running = idsOf(services.filter(({ id }) => closure.has(id)));
  const embedded = services.filter(({ id, standIn }) => standIn !== undefined && !running.has(id));
  return { running, embedded: idsOf(embedded) };
}

/**
 * What `--only` comes to: these services with what they need, and nothing else that avb could run. SERVICE_UNKNOWN for a name that
 * is no service's.
 */
export function onlyThese(services: readonly Service[], only: readonly string[]): Omit<StackWishes, "mode"> {
  refuse(unknownWords(services, "--only", only));
  const wanted = withNeeds(services, only);
  const others = services.filter(({ id, external }) => !external && !wanted.has(id));
  return { with: [...new Set(only)], without: others.map(({ id }) => id) };
}

const idsOf = (services: readonly Service[]): Set<string> => new Set(services.map(({ id }) => id));

function refuse(problems: readonly AvbError[]): void {
  const [first, ...rest] = problems;
  if (first === undefined) return;
  throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
}

function wordProblems(services: readonly Service[], wishes: StackWishes): readonly AvbError[] {
  const known = services.map(({ id }) => id);
  const external = services.filter(({ id, external }) => external && wishes.with.includes(id));
  const both = known.filter((id) => wishes.with.includes(id) && wishes.without.includes(id));
  return [
    ...unknownWords(services, "--with", wishes.with),
    ...unknownWords(services, "--without", wishes.without),
    ...external.map(({ id }) => AvbError.of("SERVICE_EXTERNAL", { service: id })),
    ...both.map((service) => AvbError.of("SERVICE_WANTED_AND_NOT", { service })),
  ];
}

type Option = "--with" | "--without" | "--only";

function unknownWords(services: readonly Service[], option: Option, names: readonly string[]): readonly AvbError[] {
  const known = services.map(({ id }) => id);
  return [...new Set(names)].filter((name) => !known.includes(name)).map((name) => unknownService(name, option, known));
}

function unknownService(name: string, option: string, known: readonly string[]): AvbError {
  const meant = closest(name, known);
  return AvbError.of("SERVICE_UNKNOWN", {
    name,
    option,
    meant: meant === undefined ? "" : ` (did you mean ${meant}?)`,
    known: known.join(", "),
    fix: meant === undefined ? "avb dev matrix --section services" : `${option} ${meant}`,
  });
}

function neededProblems(
  services: readonly Service[],
  roots: readonly string[],
  left: ReadonlySet<string>,
): readonly AvbError[] {
  const closure = withNeeds(services, roots);
  return services
    .filter(({ id }) => closure.has(id))
    .flatMap(({ id, needs }) =>
      needs
        .filter((need) => left.has(need.service))
        .map((need) => AvbError.of("SERVICE_NEEDED", { needed: need.service, service: id })),
    );
}

/** The services and, transitively, those they need. */
function withNeeds(services: readonly Service[], roots: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const need of services.find((service) => service.id === id)?.needs ?? []) add(need.service);
  };
  roots.forEach(add);
  return found;
}

import { closest } from "../domain/closest.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Service } from "../domain/service.ts";
import type { Stack } from "../domain/stack.ts";
import { services } from "../services/index.ts";

/** The service of that name; SERVICE_UNKNOWN (2) for one that the catalogue lacks. `command` is what the person typed before it. */
export function requireKnown(name: string, command: string, { own = [] }: Pick<Stack, "own"> = {}): Service {
  const known: readonly Service[] = [...services, ...own];
  const found = known.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const ids = known.map(({ id }) => id);
  const near = closest(name, ids);
  throw AvbError.of("SERVICE_UNKNOWN", {
    name,
    option: command,
    meant: near === undefined ? "" : ` (did you mean ${near}?)`,
    known: ids.join(", "),
    fix: `${command}${near === undefined ? "" : ` ${near}`}`,
  });
}

/** The service of that name, when this stack runs it or has something in its place; else SERVICE_NOT_HERE (2). */
export function requireInStack(name: string, command: string, stack: Stack): Service {
  const { mode, running, embedded } = stack;
  const service = requireKnown(name, command, stack);
  if (running.has(name) || embedded.has(name)) return service;
  const fix = service.external ? command : `avb dev up --with ${name}`;
  throw AvbError.of("SERVICE_NOT_HERE", {
    ...{ service: name, mode, fix },
    running: [...running, ...embedded].join(", ") || "nothing",
  });
}

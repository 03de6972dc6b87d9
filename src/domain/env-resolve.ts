import { documentedStack } from "./documented-stack.ts";
import {
  type Addressing,
  endpointOf,
  machineAddress,
  machineNames,
  originsOf,
  type ResolveOptions,
} from "./env-address.ts";
import type { EnvValue, JoinedPart } from "./env-value.ts";
import { AvbError } from "./errors/avb-error.ts";
import { type EffectiveValues, reasonIn, type Service } from "./service.ts";
import type { Stack } from "./stack.ts";

/** What a variable comes to in a stack and a view. A secret is still a name; `prefix` and `suffix` are the text around it. */
export type ResolvedValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "secret"; readonly name: string; readonly prefix?: string; readonly suffix?: string }
  | { readonly kind: "unset" }
  | { readonly kind: "platform" };

/** A variable with the value it has in a stack. */
export interface ResolvedVariable {
  readonly name: string;
  readonly service: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly value: ResolvedValue;
  /** Why the value is not the one of the document. */
  readonly because?: string;
}

/** A variable of a service, or one that an application's profile adds: all that a value depends on. */
export interface Resolvable {
  readonly name: string;
  /** The service whose running decides the value; one that the catalogue lacks counts as not running. */
  readonly service: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly effective: EffectiveValues;
  /** Why the value in this mode is not the document's. */
  readonly because?: string | undefined;
}

/** Every variable of the catalogue with its value: flags and addresses follow what the stack really runs. */
export function resolveEnv(
  services: readonly Service[],
  stack: Stack,
  options: ResolveOptions,
): readonly ResolvedVariable[] {
  const here = { ...options, services, stack };
  const resolvables = services.flatMap(({ id, variables }) => variables.map((variable) => ({ id, variable })));
  if (stack.mode === "production")
    return resolvables.map(({ id, variable }) =>
      resolveVariable({ ...variable, service: id, because: undefined }, here),
    );
  const { mode } = stack;
  const documented = {
    ...here,
    stack: { ...stack, slot: 0 as const, ports: documentedStack(services, { mode }).ports },
  };
  return resolvables.map(({ id, variable: { because, documented: cells, ...variable } }) => {
    const resolvable = { ...variable, service: id, because: reasonIn(because?.[mode], options.view) };
    const resolved = resolveVariable(resolvable, here);
    if (isDocumented(resolved.value, cells[mode])) return withoutReason(resolved);
    if (resolved.because !== undefined) return resolved;
    const elsewhere = resolveVariable(resolvable, documented);
    return isDocumented(elsewhere.value, cells[mode]) ? { ...resolved, because: movedPort(stack) } : resolved;
  });
}

/** In one view the document's cell may hold though it does not in the other. */
const isDocumented = (value: ResolvedValue, cell: string): boolean =>
  value.kind === "text" && cell === `\`${value.text}\``;

const withoutReason = ({ because: _because, ...variable }: ResolvedVariable): ResolvedVariable => variable;

const movedPort = ({ slot }: Stack): string =>
  slot === 0 ? "the documented port is not the one in use here" : `slot ${slot} shifts the port`;

/** One variable with its value and the reason for it. */
export function resolveVariable(variable: Resolvable, addressing: Addressing): ResolvedVariable {
  const because = reasonOf(variable, addressing);
  return {
    name: variable.name,
    service: variable.service,
    required: variable.required,
    secret: variable.secret,
    value: resolveValue(chosen(variable, addressing.stack), addressing),
    ...(because === undefined ? {} : { because }),
  };
}

function chosen({ service, effective }: Resolvable, stack: Stack): EnvValue {
  if (stack.mode === "production") return effective.production;
  return stack.running.has(service) ? effective.running : effective.absent;
}

function reasonOf({ service, effective, because }: Resolvable, { services, stack }: Addressing): string | undefined {
  const { mode } = stack;
  const known = services.find(({ id }) => id === service);
  const runs = stack.running.has(service);
  if (mode === "production" || known === undefined || runs === known.runsIn.includes(mode)) return because;
  if (JSON.stringify(effective.running) === JSON.stringify(effective.absent)) return because;
  return runs ? `${known.title} runs in this plan` : `${known.title} does not run in this plan`;
}

/** A value as text, or as the name of the secret it needs. */
export function resolveValue(value: EnvValue, addressing: Addressing): ResolvedValue {
  switch (value.kind) {
    case "literal":
      return { kind: "text", text: value.value };
    case "endpoint":
      return endpointOf(value, addressing);
    case "machine":
      return machineAddress(value, addressing);
    case "origins":
      return originsOf(value, addressing);
    case "machineNames":
      return machineNames(addressing);
    case "joined":
      return joined(value.parts, addressing);
    default:
      return value;
  }
}

/** The pieces one after the other; the secret that may be among them stays a name. */
function joined(parts: readonly JoinedPart[], addressing: Addressing): ResolvedValue {
  const start: ResolvedValue = { kind: "text", text: "" };
  return parts.reduce<ResolvedValue>((before, part) => {
    const next: ResolvedValue =
      typeof part === "string" ? { kind: "text", text: part } : resolveValue(part, addressing);
    return append(before, next);
  }, start);
}

function append(before: ResolvedValue, next: ResolvedValue): ResolvedValue {
  if (before.kind === "text" && next.kind === "text") return { kind: "text", text: before.text + next.text };
  if (before.kind === "text" && next.kind === "secret") return { ...next, prefix: before.text + (next.prefix ?? "") };
  if (before.kind === "secret" && next.kind === "text") return { ...before, suffix: (before.suffix ?? "") + next.text };
  throw AvbError.of("BUG", { what: "a text holds more than one secret" });
}

/** True when an application in this mode would find a value: its own text, a secret, or one the platform supplies. */
export const hasValue = (value: ResolvedValue): boolean =>
  value.kind === "text" ? value.text.trim() !== "" : value.kind !== "unset";

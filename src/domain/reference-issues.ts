import { closest } from "./closest.ts";
import { knownPorts } from "./ports.ts";
import { REFERENCE_FORM, type Reference, referencesIn } from "./references.ts";
import { secretNames } from "./secret-names.ts";
import type { Service } from "./service.ts";
import { isThirdParty } from "./third-party.ts";

/** Whose text it is, and what it may refer to. */
export interface ReferenceContext {
  /** The containers of the team's own: secrets below their names are theirs. */
  readonly own: readonly string[];
  /** Services that have ports, the team's own among them. */
  readonly known: readonly Service[];
  /** Services that have secrets. */
  readonly shipped: readonly Service[];
  /** The names of every field of a third-party credential; none may be referred to where they are left out. */
  readonly thirdParty?: readonly string[];
  /** True where a text may hold any number of secrets. */
  readonly manySecrets?: boolean;
}

/** What is wrong with a text's references, and what to write. */
export interface ReferenceProblem {
  readonly what: string;
  readonly fix: string;
}

/** References that lead nowhere, are not well written, or more than one secret in a text. */
export function referenceProblems(text: string, context: ReferenceContext): readonly ReferenceProblem[] {
  const all = referencesIn(text);
  const secrets = all.filter(({ kind }) => kind === "secret");
  const single = all.flatMap((reference) => problemOf(reference, context) ?? []);
  if (secrets.length < 2 || context.manySecrets) return single;
  return [...single, { what: "the text holds more than one secret", fix: "give each a variable of its own" }];
}

function problemOf({ kind, to, written }: Reference, context: ReferenceContext): ReferenceProblem | undefined {
  if (to === "")
    return { what: `'${written}' is no reference`, fix: `write ${REFERENCE_FORM}; $${written} for the text` };
  if (kind === "secret") return secretProblem({ to, written }, context);
  const ports = knownPorts(context.known);
  const keys = [...ports.map(({ key }) => String(key)), ...new Set(ports.map(({ service }) => service.id))];
  if (keys.includes(to)) return undefined;
  const near = closest(to, keys);
  const fix = near === undefined ? "see the names: avb dev ports" : `write ${written.replace(to, near)}`;
  return { what: `'${written}' leads nowhere: there is no port ${to}`, fix };
}

function secretProblem(
  { to, written }: Pick<Reference, "to" | "written">,
  { own, shipped, thirdParty = [] }: ReferenceContext,
): ReferenceProblem | undefined {
  if (isThirdParty(to)) return thirdPartyProblem({ to, written }, thirdParty);
  if (own.some((name) => to.startsWith(`${name}/`))) return undefined;
  const names = secretNames(shipped);
  if (names.includes(to)) return undefined;
  const [owner = "postgres"] = own;
  const meant = closest(to, names) ?? `${owner}/${to.split("/").at(-1)}`;
  return { what: `'${written}' names no secret of the stack`, fix: `write ${written.replace(to, meant)}` };
}

function thirdPartyProblem(
  { to, written }: Pick<Reference, "to" | "written">,
  names: readonly string[],
): ReferenceProblem | undefined {
  if (names.includes(to)) return undefined;
  const [path = ""] = to.split("#");
  const fields = names.filter((name) => name.startsWith(`${path}#`));
  const near = closest(to, fields) ?? fields[0] ?? closest(to, names);
  const what = `'${written}' names no field of a third-party credential`;
  return { what, fix: near === undefined ? "avb secrets list" : `write ${written.replace(to, near)}` };
}

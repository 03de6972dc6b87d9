import { closest } from "./closest.ts";
import { knownPorts } from "./ports.ts";
import { REFERENCE_FORM, type Reference, referencesIn } from "./references.ts";
import { secretNames } from "./secret-names.ts";
import type { Service } from "./service.ts";

/** Whose text it is, and what it may refer to. */
export interface ReferenceContext {
  /** The container that has the text: secrets below its own name are its own. */
  readonly owner: string;
  readonly known: readonly Service[];
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
  if (secrets.length < 2) return single;
  return [...single, { what: "the text holds more than one secret", fix: "give each a variable of its own" }];
}

function problemOf({ kind, to, written }: Reference, { owner, known }: ReferenceContext): ReferenceProblem | undefined {
  if (to === "") return { what: `'${written}' is no reference`, fix: `write ${REFERENCE_FORM}` };
  if (kind === "secret") return secretProblem({ to, written }, { owner, known });
  const ports = knownPorts(known);
  const keys = [...ports.map(({ key }) => String(key)), ...new Set(ports.map(({ service }) => service.id))];
  if (keys.includes(to)) return undefined;
  const near = closest(to, keys);
  const fix = near === undefined ? "see the names: avb dev ports" : `write ${written.replace(to, near)}`;
  return { what: `'${written}' leads nowhere: there is no port ${to}`, fix };
}

function secretProblem(
  { to, written }: Pick<Reference, "to" | "written">,
  { owner, known }: ReferenceContext,
): ReferenceProblem | undefined {
  if (to.startsWith(`${owner}/`)) return undefined;
  const names = secretNames(known);
  if (names.includes(to)) return undefined;
  const meant = closest(to, names) ?? `${owner}/${to.split("/").at(-1)}`;
  return { what: `'${written}' names no secret of the stack`, fix: `write ${written.replace(to, meant)}` };
}

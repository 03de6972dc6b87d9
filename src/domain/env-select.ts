import { closest } from "./closest.ts";
import type { Addressing } from "./env-address.ts";
import { type ResolvedVariable, resolveEnv, resolveValue, resolveVariable } from "./env-resolve.ts";
import { AvbError } from "./errors/avb-error.ts";
import { followPayments, type PaymentWishes } from "./payments.ts";
import { APPLICATION, type Profile } from "./profiles/profile.ts";
import { catalogueValue } from "./references.ts";
import type { Rename } from "./renames.ts";
import { looksSecret } from "./secret-looking.ts";

/** Which variables are wanted, beyond what the stack itself decides. */
export interface EnvSelection extends PaymentWishes {
  readonly profile?: Profile | undefined;
  /** Only variables of these services; all when empty. */
  readonly services: readonly string[];
}

/** The variables an application is to have, in the catalogue's order: the matrix, the profile's, the team's own; then renamed. */
export function selectVariables(addressing: Addressing, selection: EnvSelection): readonly ResolvedVariable[] {
  const { profile } = selection;
  const inView = profile?.view === undefined ? addressing : { ...addressing, view: profile.view };
  const matrix = profile?.matrix === false ? [] : resolveEnv(inView.services, inView.stack, inView);
  const added = (profile?.variables ?? []).map((variable) => resolveVariable(variable, inView));
  const wanted = [...matrix, ...added].filter(({ service }) => isWanted(service, selection));
  return rename(followPayments(withExtras(wanted, selection, inView), selection), selection.renames);
}

const isWanted = (service: string, { services }: EnvSelection): boolean =>
  services.length === 0 || services.includes(service);

function withExtras(
  variables: readonly ResolvedVariable[],
  selection: EnvSelection,
  addressing: Addressing,
): readonly ResolvedVariable[] {
  const { values, from } = selection.extra;
  const because = `set under env in ${from}`;
  const own = Object.entries(values).filter(([name]) => name.startsWith(selection.profile?.prefix ?? ""));
  const texts = new Map(own);
  const resolved = (text: string) => resolveValue(catalogueValue(text, addressing.services), addressing);
  const replaced = variables.map((variable): ResolvedVariable => {
    const text = texts.get(variable.name);
    return text === undefined ? variable : { ...variable, value: resolved(text), because };
  });
  if (!isWanted(APPLICATION, selection)) return replaced;
  const known = new Set(variables.map(({ name }) => name));
  const more = own
    .filter(([name]) => !known.has(name))
    .map(([name, text]): ResolvedVariable => {
      const shape = { name, service: APPLICATION, required: false, secret: looksSecret(name, text), because };
      return { ...shape, value: resolved(text) };
    });
  return [...replaced, ...more];
}

function rename(variables: readonly ResolvedVariable[], renames: readonly Rename[]): readonly ResolvedVariable[] {
  const names = variables.map(({ name }) => name);
  const to = new Map(renames.map((change) => [change.from, change.to]));
  const after = names.map((name) => to.get(name) ?? name);
  for (const change of renames) {
    if (!names.includes(change.from))
      throw AvbError.of("ENV_NAME_UNKNOWN", { name: change.from, near: closest(change.from, names) ?? names[0] ?? "" });
    if (after.filter((name) => name === change.to).length > 1) throw AvbError.of("ENV_NAME_CLASH", { ...change });
  }
  return variables.map((variable, index) => ({ ...variable, name: after[index] ?? variable.name }));
}

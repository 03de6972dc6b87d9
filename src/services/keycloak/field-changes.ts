import type { KeycloakFields } from "../../domain/keycloak.ts";
import { printable } from "../../domain/printable.ts";
import { normalForm } from "../../domain/reconcile.ts";
import type { FieldChange } from "../../domain/seeding.ts";

/** Maps of which only the named keys are ours: Keycloak adds its own. */
const OPEN_MAPS: ReadonlySet<string> = new Set(["attributes", "config"]);
/** Lists of things with a name, compared one by one; one that is not in the document is a difference. */
const NAMED_LISTS: ReadonlySet<string> = new Set(["protocolMappers"]);
/** Given when a thing is made, where Keycloak takes it; never compared. */
const NOT_COMPARED: ReadonlySet<string> = new Set(["id"]);
const LONGEST = 160;

/** How the fields that are wanted differ from those that are there, in a normal form: absent and empty are the same, lists are sets. */
export const fieldChanges = (want: KeycloakFields, have: KeycloakFields, under = ""): readonly FieldChange[] =>
  Object.entries(want).flatMap(([name, wanted]) => {
    if (NOT_COMPARED.has(name)) return [];
    const field = `${under}${name}`;
    const held = have[name];
    if (OPEN_MAPS.has(name)) return fieldChanges(Object(wanted), Object(held ?? {}), `${field}.`);
    if (NAMED_LISTS.has(name)) return namedChanges(wanted, held, field);
    if (normalForm(filled(wanted)) === normalForm(filled(held))) return [];
    return [{ field, have: shown(held), want: shown(wanted) }];
  });

function namedChanges(want: unknown, have: unknown, field: string): readonly FieldChange[] {
  const [wanted, held] = [byName(want), byName(have)];
  const gone = [...held].filter(([name]) => !wanted.has(name));
  return [
    ...[...wanted].flatMap(([name, thing]): readonly FieldChange[] => {
      const there = held.get(name);
      if (there === undefined) return [{ field: `${field}.${name}`, have: NOTHING, want: shown(thing) }];
      return fieldChanges(thing, there, `${field}.${name}.`);
    }),
    ...gone.map(([name, thing]) => ({ field: `${field}.${name}`, have: shown(thing), want: NOTHING })),
  ];
}

/** The things of a list by their names. */
export const byName = (value: unknown): ReadonlyMap<string, KeycloakFields> =>
  new Map((Array.isArray(value) ? value : []).map((thing: unknown) => [String(Object(thing).name), Object(thing)]));

const NOTHING = "-";

/** Undefined for what Keycloak leaves out of an answer: nothing, an empty text, list or map, false. */
function filled(value: unknown): unknown {
  if (value === null || value === "" || value === false) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(filled);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, held]) => [key, deep(held)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Inside a map an empty one is a setting of its own: `"email": {}` switches a validation on. */
const deep = (value: unknown): unknown =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0 ? value : (filled(value) ?? null);

function shown(value: unknown): string {
  const kept = filled(value);
  if (kept === undefined) return NOTHING;
  return printable(typeof kept === "string" ? kept : JSON.stringify(kept), LONGEST);
}

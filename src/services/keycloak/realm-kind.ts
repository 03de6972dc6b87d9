import type { KeycloakFields, KeycloakList } from "../../domain/keycloak.ts";
import type { FieldChange } from "../../domain/seeding.ts";
import type { HeldRealm } from "./held.ts";
import type { HeldThing } from "./held-thing.ts";
import type { RealmContext, RealmIds } from "./realm-context.ts";
import type { WantedRealm, WantedThing } from "./wanted.ts";

/** A thing that differs, and in what. */
export interface Differing {
  readonly want: WantedThing;
  readonly have: HeldThing;
  readonly changes: readonly FieldChange[];
}

/** How the things of one kind are compared and written. */
export interface RealmKind {
  /** The word for a single one. */
  readonly kind: string;
  readonly list?: KeycloakList;
  want(realm: WantedRealm): readonly WantedThing[];
  have(realm: HeldRealm): readonly HeldThing[];
  /** Smaller numbers are written first. */
  stage(key: string): number;
  changes(context: RealmContext, want: WantedThing, have: HeldThing): readonly FieldChange[];
  /** Absent for what Keycloak has by itself. */
  add?(context: RealmContext, ids: RealmIds, want: WantedThing): Promise<void>;
  set(context: RealmContext, ids: RealmIds, differing: Differing): Promise<void>;
  /** By what a thing is removed; its id unless this says otherwise. */
  removeBy?(have: HeldThing): string;
}

/** The wanted value of every field that differs; a map of attributes with what others have put there. */
export function differing({ want, have, changes }: Differing): KeycloakFields {
  const names = new Set(changes.map(({ field }) => field.split(".")[0] ?? ""));
  const fields = Object.entries(want.fields).filter(([name]) => names.has(name));
  return Object.fromEntries(
    fields.map(([name, value]) => [
      name,
      name === "attributes" ? { ...Object(have.fields.attributes), ...Object(value) } : value,
    ]),
  );
}

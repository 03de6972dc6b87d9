import type { IdentityDocument } from "./identity.ts";
import { KEY_FIELDS } from "./identity-shape.ts";
import { type Change, diff, normalForm } from "./reconcile.ts";
import type { HeldIdentities, IdentityChange, IdentityKind } from "./sandbox-protocol.ts";
import type { FieldChange } from "./seeding.ts";

/** What is wanted: the document, and the plain password or secret behind each name (`identity/<username>`, `keycloak/<clientId>`). */
export interface WantedIdentities {
  readonly document: IdentityDocument;
  readonly secretOf: (name: string) => string;
  readonly fingerprint: (secret: string) => string;
}

/** One line of what a seeding does or leaves: safe to print. */
export interface IdentityVerdict {
  readonly kind: IdentityKind;
  readonly key: string;
  readonly do: "create" | "update" | "keep" | "orphan";
  readonly fields?: readonly FieldChange[];
}

/** What differs: the verdict on every identity, and the writes that make the server as wanted. Orphans are told and left alone. */
export interface IdentityDifference {
  readonly verdicts: readonly IdentityVerdict[];
  readonly changes: readonly IdentityChange[];
}

/** Compares normal forms, and secrets by fingerprint; roles and groups come before the users that have them. */
export function identityDifference(wanted: WantedIdentities, held: HeldIdentities): IdentityDifference {
  const { document, fingerprint, secretOf } = wanted;
  const have = held.document;
  const same = (name: string | undefined): boolean =>
    name === undefined || held.fingerprints[name] === fingerprint(secretOf(name));
  const users = compare("user", [document.users, have.users], (user) => same(userSecret(user)));
  const clients = compare("client", [document.clients, have.clients], (client) => same(clientSecret(client)));
  const tenants = compare("tenant", [document.tenants, have.tenants]);
  const roles = compare("role", [document.roles, have.roles]);
  const groups = compare("group", [document.groups, have.groups]);
  return {
    verdicts: [tenants, roles, groups, users, clients].flatMap(({ verdicts }) => verdicts),
    changes: [
      ...tenants.writes.map((value) => ({ do: "put", kind: "tenant", key: value.id, value }) as const),
      ...roles.writes.map((value) => ({ do: "put", kind: "role", key: value.name, value }) as const),
      ...groups.writes.map((value) => ({ do: "put", kind: "group", key: value.path, value }) as const),
      ...users.writes.map((user) => {
        const value = { ...user, password: secretOf(userSecret(user)) };
        return { do: "put", kind: "user", key: user.username, value } as const;
      }),
      ...clients.writes.map((client) => {
        const secret = clientSecret(client);
        const value = secret === undefined ? client : { ...client, secret: secretOf(secret) };
        return { do: "put", kind: "client", key: client.clientId, value } as const;
      }),
    ],
  };
}

/** The name of the local secret that is a user's password. */
export const userSecret = ({ username }: { readonly username: string }): string => `identity/${username}`;

/** The name of the local secret of a confidential client; a public one has none. */
export const clientSecret = (client: { readonly clientId: string; readonly public: boolean }): string | undefined =>
  client.public ? undefined : `keycloak/${client.clientId}`;

interface Compared<T> {
  readonly verdicts: readonly IdentityVerdict[];
  readonly writes: readonly T[];
}

function compare<T extends object>(
  kind: IdentityKind,
  [want, have]: readonly [readonly T[], readonly T[]],
  alsoSame: (want: T) => boolean = () => true,
): Compared<T> {
  const keyOf = (thing: T) => String(new Map(Object.entries(thing)).get(KEY_FIELDS[kind]));
  const same = (one: T, other: T) => normalForm(one) === normalForm(other) && alsoSame(one);
  const changes = diff(want, have, { keyOf, same });
  return {
    verdicts: changes.map((change) => ({
      ...{ kind, key: change.key, do: change.do },
      ...(change.do === "update" ? { fields: changedFields(change.want, change.have) } : {}),
    })),
    writes: changes.flatMap(write),
  };
}

/** Where no field differs it is the password or the client's secret. */
function changedFields(want: object, have: object): readonly FieldChange[] {
  const [wanted, held] = [new Map(Object.entries(want)), new Map(Object.entries(have))];
  const names = [...new Set([...wanted.keys(), ...held.keys()])];
  const differing = names.filter((name) => normalForm(wanted.get(name)) !== normalForm(held.get(name)));
  if (differing.length === 0) return [{ field: "secret", have: "[another secret]", want: "[this checkout's secret]" }];
  const shown = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value));
  return differing.map((field) => ({ field, have: shown(held.get(field)), want: shown(wanted.get(field)) }));
}

const write = <T>(change: Change<T>): readonly T[] =>
  change.do === "create" || change.do === "update" ? [change.want] : [];

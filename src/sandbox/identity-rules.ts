import { KEY_FIELDS } from "../domain/identity-shape.ts";
import type { IdentityKind } from "../domain/sandbox-protocol.ts";
import type { IdentityState } from "./identity-state.ts";

/** Why a state of the identities cannot be: `conflict` when two claim the same name or id, `reference` when one names what is not there. */
export interface RuleBreak {
  readonly kind: "conflict" | "reference" | "redirect";
  readonly says: string;
}

const KINDS: readonly IdentityKind[] = ["tenant", "role", "group", "user", "client"];

/** Everything that contradicts itself in these identities; empty when they hold together. */
export const ruleBreaks = (state: IdentityState): readonly RuleBreak[] => [
  ...KINDS.flatMap((kind) => duplicates(kind, "id", state[kind])),
  ...KINDS.flatMap((kind) => duplicates(kind, KEY_FIELDS[kind], state[kind])),
  ...duplicates(
    "user",
    "email",
    state.user.filter((user) => user.email !== ""),
  ),
  ...danglingOfUsers(state),
  ...danglingOfClients(state),
  ...state.client.flatMap((client) => [...client.redirectUris, ...client.postLogoutRedirectUris].flatMap(uriBreaks)),
];

function duplicates(kind: IdentityKind, field: string, list: readonly object[]): readonly RuleBreak[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of list) {
    const own = String(new Map(Object.entries(value)).get(field)).toLowerCase();
    if (seen.has(own)) twice.add(own);
    seen.add(own);
  }
  return [...twice].map((own) => ({ kind: "conflict", says: `two ${kind}s have the ${field} '${own}'` }));
}

function danglingOfUsers({ user: users, role: roles, group: groups }: IdentityState): readonly RuleBreak[] {
  const names = new Set(roles.map((role) => role.name));
  const paths = new Set(groups.map((group) => group.path));
  return users.flatMap((user) => [
    ...missing(names, user.roles).map((role) => reference(`user ${user.username}`, "role", role)),
    ...missing(paths, user.groups).map((path) => reference(`user ${user.username}`, "group", path)),
  ]);
}

function danglingOfClients({ client: clients, role: roles }: IdentityState): readonly RuleBreak[] {
  const names = new Set(roles.map((role) => role.name));
  return clients.flatMap((client) =>
    missing(names, client.serviceAccountRoles).map((role) => reference(`client ${client.clientId}`, "role", role)),
  );
}

const missing = (known: ReadonlySet<string>, wanted: readonly string[]) => wanted.filter((name) => !known.has(name));

const reference = (who: string, what: string, name: string): RuleBreak => ({
  kind: "reference",
  says: `${who} names the ${what} '${name}', which does not exist`,
});

/** A wildcard may only stand for the rest of a path: anything wider would send codes to strangers. */
function uriBreaks(uri: string): readonly RuleBreak[] {
  const fixed = uri.endsWith("/*") ? uri.slice(0, -1) : uri;
  if (!fixed.includes("*") && URL.canParse(fixed) && !fixed.includes("#")) return [];
  return [
    {
      kind: "redirect",
      says: `'${uri}' is not a redirect URI; it must be a URL, with '*' only as its last path segment`,
    },
  ];
}

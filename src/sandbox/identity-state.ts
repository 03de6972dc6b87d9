import type { Group, Role, Tenant } from "../domain/identity.ts";
import { KEY_FIELDS } from "../domain/identity-shape.ts";
import type { HeldClient, HeldUser, IdentityChange, IdentityKind } from "../domain/sandbox-protocol.ts";

/** All identities of the realm at one moment, each kind in the order it was put. */
export interface IdentityState {
  readonly tenant: readonly Tenant[];
  readonly role: readonly Role[];
  readonly group: readonly Group[];
  readonly user: readonly HeldUser[];
  readonly client: readonly HeldClient[];
}

/** A realm without identities: what a first start has. */
export const EMPTY_STATE: IdentityState = { tenant: [], role: [], group: [], user: [], client: [] };

/** The state after these changes, in their order; a removed role or group also leaves the users that had it. */
export const changed = (state: IdentityState, changes: readonly IdentityChange[]): IdentityState =>
  changes.reduce(
    (now, change) => (change.do === "put" ? withPut(now, change) : without(now, change.kind, change.key)),
    state,
  );

const keyOf = (kind: IdentityKind, value: object): string =>
  String(new Map(Object.entries(value)).get(KEY_FIELDS[kind]));

function withPut(state: IdentityState, change: Extract<IdentityChange, { do: "put" }>): IdentityState {
  switch (change.kind) {
    case "tenant":
      return { ...state, tenant: put("tenant", state.tenant, change.key, change.value) };
    case "role":
      return { ...state, role: put("role", state.role, change.key, change.value) };
    case "group":
      return { ...state, group: put("group", state.group, change.key, change.value) };
    case "user":
      return { ...state, user: put("user", state.user, change.key, keepSecret("password", state.user, change)) };
    case "client":
      return { ...state, client: put("client", state.client, change.key, keepSecret("secret", state.client, change)) };
  }
}

function put<T extends object>(kind: IdentityKind, list: readonly T[], key: string, value: T): readonly T[] {
  const at = list.findIndex((held) => keyOf(kind, held) === key);
  return at < 0 ? [...list, value] : list.with(at, value);
}

/** An update that does not speak of the secret keeps the one that is held. */
function keepSecret<T extends object>(
  field: "password" | "secret",
  list: readonly T[],
  change: { readonly kind: "user" | "client"; readonly key: string; readonly value: T },
): T {
  const held = list.find((candidate) => keyOf(change.kind, candidate) === change.key);
  const secret = held === undefined ? undefined : new Map(Object.entries(held)).get(field);
  return secret === undefined ? change.value : { [field]: secret, ...change.value };
}

function without(state: IdentityState, kind: IdentityKind, key: string): IdentityState {
  const others = <T extends object>(list: readonly T[]) => list.filter((held) => keyOf(kind, held) !== key);
  const users = state.user.map((user) => ({
    ...user,
    roles: kind === "role" ? user.roles.filter((name) => name !== key) : user.roles,
    groups: kind === "group" ? user.groups.filter((path) => path !== key) : user.groups,
  }));
  switch (kind) {
    case "tenant":
      return { ...state, tenant: others(state.tenant) };
    case "role":
      return { ...state, role: others(state.role), user: users };
    case "group":
      return { ...state, group: others(state.group), user: users };
    case "user":
      return { ...state, user: others(state.user) };
    case "client":
      return { ...state, client: others(state.client) };
  }
}

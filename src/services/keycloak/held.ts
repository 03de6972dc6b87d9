import type { KeycloakFields, KeycloakRealm, PasswordFacts } from "../../domain/keycloak.ts";
import { turns } from "../../domain/turns.ts";
import type { WantedRealm } from "./wanted.ts";

/** A thing that a realm holds. */
export interface HeldThing {
  readonly key: string;
  readonly id: string;
  readonly fields: KeycloakFields;
  /** A client's secret, as its own endpoint gives it. */
  readonly secret?: string;
  /** What is known of a user's password. */
  readonly password?: PasswordFacts;
}

/** Everything of a realm that is compared or reported. */
export interface HeldRealm {
  readonly settings: KeycloakFields;
  readonly profile: KeycloakFields;
  readonly requiredActions: readonly HeldThing[];
  readonly clientScopes: readonly HeldThing[];
  readonly clients: readonly HeldThing[];
  readonly roles: readonly HeldThing[];
  readonly groups: readonly HeldThing[];
  readonly users: readonly HeldThing[];
  readonly serviceAccounts: readonly HeldThing[];
  readonly identityProviders: readonly HeldThing[];
}

/** Requests at a time: Keycloak's database pool is small. */
const AT_ONCE = 8;
const SERVICE_ACCOUNT = "service-account-";

/** Reads a realm; undefined where there is none. Of what the document does not name only the list is read. */
export async function heldRealm(api: KeycloakRealm, want: WantedRealm): Promise<HeldRealm | undefined> {
  const settings = await api.settings();
  if (settings === undefined) return undefined;
  const turn = turns(AT_ONCE);
  const list = async (kind: Parameters<typeof api.list>[0], key: string, id = "id") =>
    (await turn(() => api.list(kind))).map((fields): HeldThing => thingOf(fields, key, id));
  const [profile, requiredActions, clientScopes, clients, roles, groups, users, identityProviders] = await Promise.all([
    turn(() => api.profile()),
    list("requiredActions", "alias", "alias"),
    list("clientScopes", "name"),
    list("clients", "clientId"),
    list("roles", "name"),
    list("groups", "path"),
    list("users", "username"),
    list("identityProviders", "alias", "alias"),
  ]);
  const wanted = keysOf(want);
  const people = users.filter(({ key }) => !key.startsWith(SERVICE_ACCOUNT));
  const [whole, secrets, serviceAccounts] = await Promise.all([
    Promise.all(people.map(async (user) => (wanted.users.has(user.key) ? withRest(api, turn, user) : user))),
    Promise.all(clients.map(async (one) => (wanted.secrets.has(one.key) ? withSecret(api, turn, one) : one))),
    Promise.all(clients.filter(({ key }) => wanted.services.has(key)).map((one) => serviceAccount(api, turn, one))),
  ]);
  return {
    ...{ settings, profile, requiredActions, clientScopes, clients: secrets, roles, groups, users: whole },
    ...{ serviceAccounts: serviceAccounts.filter((one) => one !== undefined), identityProviders },
  };
}

const keysOf = ({ users, clients, serviceAccounts }: WantedRealm) => ({
  users: new Set(users.map(({ key }) => key)),
  secrets: new Set(clients.filter(({ secret }) => secret !== undefined).map(({ key }) => key)),
  services: new Set(serviceAccounts.map(({ key }) => key)),
});

const thingOf = (fields: KeycloakFields, key: string, id: string): HeldThing => ({
  key: String(fields[key]),
  id: String(fields[id]),
  fields,
});

type Turn = ReturnType<typeof turns>;

async function withRest(api: KeycloakRealm, turn: Turn, user: HeldThing): Promise<HeldThing> {
  const [mappings, groups, password] = await Promise.all([
    turn(() => api.mappingsOf(user.id)),
    turn(() => api.groupsOf(user.id)),
    turn(() => api.passwordOf(user.id)),
  ]);
  const fields = { ...user.fields, realmRoles: mappings.realm, clientRoles: mappings.clients, groups };
  return { ...user, fields, ...(password && { password }) };
}

async function withSecret(api: KeycloakRealm, turn: Turn, client: HeldThing): Promise<HeldThing> {
  if (client.fields.publicClient === true) return client;
  const secret = await turn(() => api.secretOf(client.id));
  return secret === undefined ? client : { ...client, secret };
}

async function serviceAccount(api: KeycloakRealm, turn: Turn, client: HeldThing): Promise<HeldThing | undefined> {
  if (client.fields.serviceAccountsEnabled !== true) return undefined;
  const account = await turn(() => api.serviceAccountOf(client.id));
  const id = String(account.id);
  const mappings = await turn(() => api.mappingsOf(id));
  return { key: client.key, id, fields: { realmRoles: mappings.realm, clientRoles: mappings.clients } };
}

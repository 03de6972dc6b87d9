import type { KeycloakFields, KeycloakRealm } from "../../domain/keycloak.ts";
import { turns } from "../../domain/turns.ts";
import { withGiven } from "./given-to-users.ts";
import type { HeldThing } from "./held-thing.ts";
import type { WantedRealm } from "./wanted.ts";

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
  const ours = people.filter(({ key }) => wanted.users.has(key));
  const [given, passwords, secrets, serviceAccounts] = await Promise.all([
    withGiven(ours, { api, turn, roles, groups, clients }),
    passwordsOf(
      api,
      turn,
      ours.filter(({ key }) => wanted.passwords.has(key)),
    ),
    Promise.all(clients.map(async (one) => (wanted.secrets.has(one.key) ? withSecret(api, turn, one) : one))),
    Promise.all(clients.filter(({ key }) => wanted.services.has(key)).map((one) => serviceAccount(api, turn, one))),
  ]);
  const known = new Map(given.map((user) => [user.id, { ...user, ...passwords.get(user.id) }]));
  const whole = people.map((user) => known.get(user.id) ?? user);
  return {
    ...{ settings, profile, requiredActions, clientScopes, clients: secrets, roles, groups, users: whole },
    ...{ serviceAccounts: serviceAccounts.filter((one) => one !== undefined), identityProviders },
  };
}

const keysOf = ({ users, clients, serviceAccounts }: WantedRealm) => ({
  users: new Set(users.map(({ key }) => key)),
  passwords: new Set(users.filter(({ secret }) => secret !== undefined).map(({ key }) => key)),
  secrets: new Set(clients.filter(({ secret }) => secret !== undefined).map(({ key }) => key)),
  services: new Set(serviceAccounts.map(({ key }) => key)),
});

const thingOf = (fields: KeycloakFields, key: string, id: string): HeldThing => ({
  key: String(fields[key]),
  id: String(fields[id]),
  fields,
});

type Turn = ReturnType<typeof turns>;

/** By the users' ids: what is known of the password of each that has one. */
async function passwordsOf(
  api: KeycloakRealm,
  turn: Turn,
  users: readonly HeldThing[],
): Promise<ReadonlyMap<string, Pick<HeldThing, "password">>> {
  const all = users.map(async ({ id }) => {
    const password = await turn(() => api.passwordOf(id));
    return [id, password === undefined ? {} : { password }] as const;
  });
  return new Map(await Promise.all(all));
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

import type { KeycloakFields } from "../../domain/keycloak.ts";
import type { FieldChange } from "../../domain/seeding.ts";
import { fieldChanges } from "./field-changes.ts";
import type { HeldThing } from "./held-thing.ts";
import { newUser } from "./new-realm.ts";
import type { RealmContext, RealmIds } from "./realm-context.ts";
import type { WantedThing } from "./wanted.ts";

/** Fields of a user that are written by verbs of their own. */
const APART: ReadonlySet<string> = new Set(["realmRoles", "clientRoles", "groups", "password"]);

/** How a user differs. A password cannot be read: it counts as another one unless it is known to be ours and not to have been set since. */
export function userChanges(
  { shown, isPassword }: RealmContext,
  want: WantedThing,
  have: HeldThing,
): readonly FieldChange[] {
  const changes = fieldChanges(want.fields, have.fields);
  const { secret } = want;
  if (secret === undefined || isPassword(want.key, have.password, secret)) return changes;
  const held = have.password === undefined ? "-" : "not known";
  return [...changes, { field: "password", have: held, want: shown(secret) }];
}

/** Makes a user by an import of one: it is given its roles, groups and password at once, and no default role. */
export async function addUser(context: RealmContext, _ids: RealmIds, want: WantedThing): Promise<void> {
  await importUsers(context, [want], await newUsers(context, [want]));
}

/** Users as an import takes them; it gives them ids of its own. */
export async function newUsers(
  { hashedPasswords }: RealmContext,
  users: readonly WantedThing[],
): Promise<readonly KeycloakFields[]> {
  const passwords = await hashedPasswords(users);
  return users.map((user) => {
    const { id: _, ...fields } = newUser(user, passwords);
    return fields;
  });
}

/** Imports users. One that is there by now, because an import whose answer nobody saw went on, has another password than was written down. */
export async function importUsers(
  { api, isPassword, passwordSet }: RealmContext,
  users: readonly WantedThing[],
  bodies: readonly KeycloakFields[],
): Promise<void> {
  const secrets = new Map(users.map(({ key, secret }) => [key, secret]));
  const there = (await api.addMany("users", bodies)).filter(({ isNew }) => !isNew);
  for (const { name, id } of there) {
    const secret = secrets.get(name);
    if (secret === undefined || isPassword(name, await api.passwordOf(id), secret)) continue;
    await api.setPassword(id, secret);
    passwordSet(name, id);
  }
}

/** Writes what differs of a user: fields, roles, groups, password. */
export async function writeUser(
  context: RealmContext,
  ids: RealmIds,
  one: { readonly want: WantedThing; readonly have: HeldThing; readonly changes: readonly FieldChange[] },
): Promise<void> {
  const { want, have, changes } = one;
  const { api } = context;
  const names = new Set(changes.map(({ field }) => field.split(".")[0] ?? ""));
  const plain = [...names].filter((name) => !APART.has(name));
  if (plain.length > 0) {
    const attributes = { ...Object(have.fields.attributes), ...Object(want.fields.attributes) };
    const fields = Object.fromEntries(plain.map((name) => [name, want.fields[name]]));
    // Keycloak validates a user as a whole: what is left out counts as empty once attributes are written.
    const { username, email, firstName, lastName } = want.fields;
    await api.set("users", have.id, { username, email, firstName, lastName, ...fields, attributes });
  }
  await writeRoles(context, ids, one);
  if (names.has("groups")) await writeGroups(context, ids, one);
  if (names.has("password") && want.secret !== undefined) {
    await api.setPassword(have.id, want.secret);
    context.passwordSet(want.key, have.id);
  }
}

/** Gives and takes roles until they are those that are wanted. */
export async function writeRoles(
  { api }: RealmContext,
  ids: RealmIds,
  { want, have }: { readonly want: WantedThing; readonly have: HeldThing },
): Promise<void> {
  const places = new Set(["", ...Object.keys(clientsOf(want)), ...Object.keys(clientsOf(have))]);
  for (const place of places) {
    const [wanted, held] = [rolesAt(want, place), rolesAt(have, place)];
    const client = place === "" ? undefined : place;
    const uuid = client === undefined ? undefined : ids.of("clients", client);
    const given = await missing(ids, wanted, held, client);
    const taken = await missing(ids, held, wanted, client);
    if (given.length > 0) await api.give(have.id, given, uuid);
    if (taken.length > 0) await api.take(have.id, taken, uuid);
  }
}

/** Those of the first list that the second has not; nobody is asked when there are none. */
async function missing(ids: RealmIds, names: readonly string[], others: readonly string[], client?: string) {
  const left = names.filter((name) => !others.includes(name));
  return left.length === 0 ? [] : ids.roles(left, client);
}

async function writeGroups(
  { api }: RealmContext,
  ids: RealmIds,
  { want, have }: { readonly want: WantedThing; readonly have: HeldThing },
): Promise<void> {
  const [wanted, held] = [textsOf(want.fields.groups), textsOf(have.fields.groups)];
  for (const path of wanted.filter((one) => !held.includes(one))) await api.join(have.id, ids.of("groups", path));
  for (const path of held.filter((one) => !wanted.includes(one))) await api.leave(have.id, ids.of("groups", path));
}

type Fielded = Pick<WantedThing, "fields">;

const clientsOf = ({ fields }: Fielded): Readonly<Record<string, unknown>> => Object(fields.clientRoles);

const rolesAt = (one: Fielded, place: string): readonly string[] =>
  textsOf(place === "" ? one.fields.realmRoles : clientsOf(one)[place]);

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

import type { FieldChange } from "../../domain/seeding.ts";
import { fieldChanges } from "./field-changes.ts";
import type { HeldThing } from "./held-thing.ts";
import { newClient } from "./new-realm.ts";
import type { RealmContext, RealmIds } from "./realm-context.ts";
import { type Differing, differing } from "./realm-kind.ts";
import type { WantedThing } from "./wanted.ts";

const SCOPE_LINKS = { defaultClientScopes: "default", optionalClientScopes: "optional" } as const;
const isLink = (name: string): boolean => Object.hasOwn(SCOPE_LINKS, name);

/** How a client differs; its secret is compared and never shown. */
export function clientChanges({ shown }: RealmContext, want: WantedThing, have: HeldThing): readonly FieldChange[] {
  const changes = fieldChanges(want.fields, have.fields);
  const { secret } = want;
  if (secret === undefined || secret.reveal() === have.secret) return changes;
  return [...changes, { field: "secret", have: have.secret === undefined ? "-" : "another one", want: shown(secret) }];
}

/** A scope that Keycloak links to a new client with a service account, whatever the document says: it adds claims of the network. */
const ADDED_BY_KEYCLOAK = "service_account";

/** Makes a client. */
export async function addClient({ api }: RealmContext, ids: RealmIds, want: WantedThing): Promise<void> {
  const id = await api.add("clients", newClient(want));
  ids.set("clients", want.key, id);
  const scope = ids.of("clientScopes", ADDED_BY_KEYCLOAK);
  const isWanted = textsOf(want.fields.defaultClientScopes).includes(ADDED_BY_KEYCLOAK);
  if (want.fields.serviceAccountsEnabled === true && scope !== "" && !isWanted)
    await api.unlinkScope(id, scope, "default");
}

/** Writes what differs of a client. A list of mappers is written as a whole; scopes are linked one by one. */
export async function writeClient({ api }: RealmContext, ids: RealmIds, one: Differing): Promise<void> {
  const { want, have, changes } = one;
  const fields = Object.entries(differing(one)).filter(([name]) => !isLink(name));
  const isNewSecret = changes.some(({ field }) => field === "secret");
  const body = { ...Object.fromEntries(fields), ...(isNewSecret && { secret: want.secret?.reveal() }) };
  if (Object.keys(body).length > 0) await api.set("clients", have.id, { clientId: want.key, ...body });
  for (const [field, as] of Object.entries(SCOPE_LINKS)) {
    const [wanted, held] = [textsOf(want.fields[field]), textsOf(have.fields[field])];
    for (const name of held.filter((text) => !wanted.includes(text)))
      await api.unlinkScope(have.id, ids.of("clientScopes", name), as);
    for (const name of wanted.filter((text) => !held.includes(text)))
      await api.linkScope(have.id, ids.of("clientScopes", name), as);
  }
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

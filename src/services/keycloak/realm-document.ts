import type { KeycloakFields } from "../../domain/keycloak.ts";

/** What a real realm needs beside its identities: `templates/keycloak/realm.json`, and a team's own of the same form. Parts of it have Keycloak's own field names. */
export interface RealmDocument {
  /** Settings of the realm itself. */
  readonly settings?: KeycloakFields;
  /** Attributes of the declarative user profile, in their order. */
  readonly userProfile?: readonly KeycloakFields[];
  readonly requiredActions?: readonly KeycloakFields[];
  readonly clientScopes?: readonly KeycloakFields[];
  /** What is said of every client of the identities. */
  readonly everyClient?: KeycloakFields;
  readonly everyUser?: {
    /** Roles at Keycloak's own client `account`. */
    readonly accountRoles?: readonly string[];
  };
  /** More about single clients, by `clientId`. */
  readonly clients?: readonly KeycloakFields[];
}

/** The lists of the document, with the field that names a thing. */
export const REALM_LISTS = {
  userProfile: "name",
  requiredActions: "alias",
  clientScopes: "name",
  clients: "clientId",
} as const satisfies Partial<Record<keyof RealmDocument, string>>;

/** Later documents on top of earlier ones: things of a list by their names, settings one by one. */
export const mergedRealm = (documents: readonly RealmDocument[]): RealmDocument =>
  documents.reduce(
    (below, above): RealmDocument => ({
      settings: { ...below.settings, ...above.settings },
      everyClient: { ...below.everyClient, ...above.everyClient },
      everyUser: { ...below.everyUser, ...above.everyUser },
      userProfile: onTop("userProfile", below, above),
      requiredActions: onTop("requiredActions", below, above),
      clientScopes: onTop("clientScopes", below, above),
      clients: onTop("clients", below, above),
    }),
    {},
  );

function onTop(list: keyof typeof REALM_LISTS, below: RealmDocument, above: RealmDocument): readonly KeycloakFields[] {
  const named = [...(below[list] ?? []), ...(above[list] ?? [])].map(
    (thing) => [String(thing[REALM_LISTS[list]]), thing] as const,
  );
  const all = new Map<string, KeycloakFields>();
  for (const [name, thing] of named) all.set(name, { ...all.get(name), ...thing });
  return [...all.values()];
}

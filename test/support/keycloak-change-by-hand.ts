import type { KeycloakFields, KeycloakList, KeycloakRealm } from "../../src/domain/keycloak.ts";

/** Something done to a realm by hand, and how a look must tell it. */
export interface PlantedChange {
  readonly kind: string;
  readonly key: string;
  /** A field that must be named; absent where the whole thing is gone. */
  readonly field?: string;
  readonly does?: "create";
  plant(realm: KeycloakRealm): Promise<void>;
}

/** The one thing of a list with this value in this field. */
export const find = async (
  realm: KeycloakRealm,
  list: KeycloakList,
  field: string,
  value: string,
): Promise<KeycloakFields> => {
  const found = (await realm.list(list)).find((one) => one[field] === value);
  if (found === undefined) throw new Error(`${list} has no ${value}`);
  return found;
};

/** Its id. */
export const idOf = async (...search: Parameters<typeof find>): Promise<string> => String((await find(...search)).id);

/** A client by its name. */
export const client = (realm: KeycloakRealm, name: string) => find(realm, "clients", "clientId", name);

import type { KeycloakFields, KeycloakList, RoleName } from "../domain/keycloak.ts";
import { ServiceRefusal } from "../domain/refusal.ts";

/** One thing of an answer: a port may be held by somebody who answers anything. */
export function fieldsOf(value: unknown): KeycloakFields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as KeycloakFields;
  throw new ServiceRefusal("its answer is not what was asked for", undefined);
}

/** A list of things of a kind. */
export function listOf(kind: KeycloakList, value: unknown): readonly KeycloakFields[] {
  if (Array.isArray(value)) return value.map(fieldsOf);
  throw new ServiceRefusal(`its answer holds no ${kind}`, undefined);
}

/** The ids in a list of users. */
export const idsOf = (users: readonly unknown[]): readonly string[] => users.map((user) => String(fieldsOf(user).id));

/** A role by its id and its name alone. */
export const roleOf = ({ id = "", name = "" }: Partial<RoleName>): RoleName => ({ id, name });

/** The names of roles, sorted. */
export const namesOf = (roles: readonly { readonly name?: string }[] = []): readonly string[] =>
  roles.map(({ name }) => String(name)).sort();

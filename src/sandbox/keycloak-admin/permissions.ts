import type { Claims } from "../../domain/claims.ts";

/** Roles of Keycloak's client `realm-management` that the admin API asks for. */
export type Permission =
  | "any"
  | "query-users"
  | "view-users"
  | "manage-users"
  | "query-groups"
  | "view-realm"
  | "query-clients"
  | "view-clients";

/** The roles of which any one grants a permission (measured against Keycloak 26.7). */
const GRANTED_BY: Readonly<Record<Permission, readonly string[]>> = {
  any: [
    "query-users",
    "view-users",
    "manage-users",
    "query-groups",
    "view-realm",
    "manage-realm",
    "query-clients",
    "view-clients",
    "manage-clients",
  ],
  "query-users": ["query-users", "view-users", "manage-users"],
  "view-users": ["view-users", "manage-users"],
  "manage-users": ["manage-users"],
  "query-groups": ["query-groups", "view-users", "manage-users"],
  "view-realm": ["view-realm", "manage-realm"],
  "query-clients": ["query-clients", "view-clients", "manage-clients"],
  "view-clients": ["view-clients", "manage-clients"],
};

/** Tells what the bearer of these claims may do: `realm-management` roles count one by one, its `realm-admin` and the realm role `admin` for everything. */
export function permissionsOf(claims: Claims): (permission: Permission) => boolean {
  const management = rolesIn(memberOf(claims.resource_access, "realm-management"));
  const all = management.includes("realm-admin") || rolesIn(claims.realm_access).includes("admin");
  return (permission) => all || GRANTED_BY[permission].some((role) => management.includes(role));
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;

function rolesIn(access: unknown): readonly unknown[] {
  const roles = memberOf(access, "roles");
  return Array.isArray(roles) ? roles : [];
}

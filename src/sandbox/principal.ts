import { createHash } from "node:crypto";
import type { Principal } from "../domain/claims.ts";
import type { Client } from "../domain/identity.ts";
import type { HeldUser } from "../domain/sandbox-protocol.ts";
import type { IdentityStore } from "./identity-store.ts";

/** What every person may do at Keycloak's own client `account`. */
const ACCOUNT_ROLES = ["manage-account", "manage-account-links", "view-profile"];

const SERVICE_ACCOUNT_PREFIX = "service-account-";

/** The person a token speaks of; the tenant is the user's own, else that of a group. */
export function principalOfUser(store: IdentityStore, user: HeldUser): Principal {
  const tenant = user.attributes.tenant_id?.[0] ?? tenantOfGroups(store, user.groups);
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    emailVerified: user.emailVerified,
    firstName: user.firstName,
    lastName: user.lastName,
    ...(tenant === undefined ? {} : { tenant }),
    roles: user.roles,
    groups: user.groups,
    clientRoles: { account: ACCOUNT_ROLES },
  };
}

const tenantOfGroups = (store: IdentityStore, paths: readonly string[]): string | undefined =>
  paths.flatMap((path) => store.findGroup({ path })?.attributes.tenant_id ?? [])[0];

/** The service account of a client: what a client_credentials token speaks of. */
export const principalOfService = (client: Client): Principal => ({
  id: serviceAccountId(client),
  username: serviceAccountName(client),
  roles: client.serviceAccountRoles,
  groups: [],
  clientRoles:
    client.realmManagementRoles === undefined || client.realmManagementRoles.length === 0
      ? {}
      : { "realm-management": client.realmManagementRoles },
});

/** `service-account-<clientId>`, as Keycloak names it. */
export const serviceAccountName = (client: Client): string => SERVICE_ACCOUNT_PREFIX + client.clientId;

/** A UUID (version 8) that follows from the client's own, so that it is the same after every restart. */
export function serviceAccountId(client: Client): string {
  const hex = createHash("sha256").update(`${SERVICE_ACCOUNT_PREFIX}${client.id}`).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}

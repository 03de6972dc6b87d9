import type { Checkout } from "../domain/checkout.ts";
import type { World } from "../domain/world.ts";
import type { LocalSecrets } from "./local-secrets.ts";
import { wantedIdentities } from "./plan-seed.ts";

/** Somebody who can sign in. */
export interface UserAccess {
  readonly username: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  /** Only when it was asked for. */
  readonly password?: string;
}

/** An application that can sign people in. */
export interface ClientAccess {
  readonly clientId: string;
  /** True for one that runs in a browser and so has no secret. */
  readonly public: boolean;
  readonly redirectUris: readonly string[];
  /** A confidential one's, only when it was asked for. */
  readonly secret?: string;
}

/** Who and what can sign in: what avb brings and what `.devenvrc` adds; secrets are in it where they are given. */
export async function describeIdentities(
  world: World,
  checkout: Checkout,
  secrets: LocalSecrets | undefined,
): Promise<{ readonly users: readonly UserAccess[]; readonly clients: readonly ClientAccess[] }> {
  const { tenants, users, clients } = await wantedIdentities(world, checkout);
  const tenantNames = new Map(tenants.map(({ id, name }) => [id, name]));
  return {
    users: users
      .filter(({ enabled }) => enabled)
      .map(({ username, attributes, roles }) => {
        const password = secrets?.get(`identity/${username}`).reveal();
        const tenant = (attributes.tenant_id ?? []).map((id) => tenantNames.get(id) ?? id).join(", ");
        return { username, tenant, roles, ...(password === undefined ? {} : { password }) };
      }),
    clients: clients.map(({ clientId, public: isPublic, redirectUris }) => {
      const secret = isPublic ? undefined : secrets?.get(`keycloak/${clientId}`).reveal();
      return { clientId, public: isPublic, redirectUris, ...(secret === undefined ? {} : { secret }) };
    }),
  };
}

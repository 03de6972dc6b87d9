import type { HeldClient } from "../../domain/sandbox-protocol.ts";
import type { RealmParts } from "./realm.ts";

/** Keycloak's name for the client of its own account pages. */
export const ACCOUNT_CLIENT = "account-console";

/** The client with this id: one of the realm's, or the account page itself, which nobody can get a token for. */
export function clientWithId({ store, issuer }: RealmParts, clientId: string): HeldClient | undefined {
  const held = store.findClient({ clientId });
  return held ?? (clientId === ACCOUNT_CLIENT ? accountClient(issuer) : undefined);
}

const accountClient = (issuer: string): HeldClient => ({
  id: ACCOUNT_CLIENT,
  clientId: ACCOUNT_CLIENT,
  name: "your account",
  public: true,
  redirectUris: [`${issuer}/account`],
  postLogoutRedirectUris: [],
  webOrigins: [],
  grants: ["authorization_code"],
  audiences: [],
  serviceAccountRoles: [],
});

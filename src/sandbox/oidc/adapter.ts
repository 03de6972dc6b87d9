import type { HeldClient } from "../../domain/sandbox-protocol.ts";
import type { StoredModel } from "../login-sessions.ts";
import { clientWithId } from "./clients.ts";
import { secondsAhead, toProviderTime, toSandboxTime } from "./provider-time.ts";
import type { RealmParts } from "./realm.ts";

/** The grants the realm's provider implements; a client may list others, which then are refused. */
export const SUPPORTED_GRANTS = [
  "authorization_code",
  "refresh_token",
  "client_credentials",
  "password",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:token-exchange",
] as const;

/**
 * Where the provider keeps one of its models: clients come from the identity store, all else from memory. The provider goes by the
 * machine's time; what is kept goes by the sandbox's, so that a clock that is moved ages it as time itself would.
 */
export function adapterFor(model: string, realm: RealmParts) {
  const { storage, issuer, now } = realm;
  const handedBack = (kept: StoredModel | undefined) =>
    kept === undefined ? undefined : toProviderTime(kept, secondsAhead(now));
  return {
    find: async (id: string) =>
      model === "Client" ? metadataOf(clientWithId(realm, id), issuer) : handedBack(storage.find(model, id)),
    findByUid: async (uid: string) => handedBack(storage.findBy(model, "uid", uid)),
    findByUserCode: async (code: string) => handedBack(storage.findBy(model, "userCode", code)),
    upsert: async (id: string, payload: StoredModel, expiresIn?: number) =>
      storage.put(model, id, toSandboxTime(payload, secondsAhead(now)), expiresIn),
    consume: async (id: string) => storage.consume(model, id),
    destroy: async (id: string) => storage.remove(model, id),
    revokeByGrantId: async (grantId: string) => storage.removeByGrant(grantId),
  };
}

/**
 * A client in the provider's words. Its redirect URIs are compared by rules of Keycloak's, not of the provider, which only
 * wants one to stand here. A confidential client without a secret cannot prove itself, so it does not exist.
 */
function metadataOf(client: HeldClient | undefined, issuer: string) {
  if (client === undefined || (!client.public && client.secret === undefined)) return undefined;
  const interactive = client.grants.includes("authorization_code");
  return {
    client_id: client.clientId,
    client_name: client.name,
    ...(client.public ? {} : { client_secret: client.secret }),
    token_endpoint_auth_method: client.public ? ("none" as const) : ("client_secret_basic" as const),
    grant_types: SUPPORTED_GRANTS.filter((grant) => client.grants.includes(grant)),
    response_types: interactive ? ["code" as const] : [],
    redirect_uris: interactive ? [issuer] : [],
  };
}

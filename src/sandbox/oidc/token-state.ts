import { type Claims, profileClaims } from "../../domain/claims.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { noteUser } from "../http/request-log.ts";
import { principalOfClaims } from "../tokens.ts";
import { clientProof, UNPROVEN } from "./client-proof.ts";
import type { RealmParts } from "./realm.ts";

/** What is wrong with a bearer stands in the header alone, as Keycloak does it. */
const bearerError = (status: number, error: string, description: string): SandboxAnswer => ({
  status,
  headers: { "www-authenticate": `Bearer realm="sandbox", error="${error}", error_description="${description}"` },
});

/** `userinfo`: who the bearer of an access token is. */
export async function userinfo(realm: RealmParts, request: SandboxRequest): Promise<SandboxAnswer> {
  const token =
    /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? formOf(request).get("access_token");
  if (token === null || token === "") return { status: 401, headers: { "www-authenticate": 'Bearer realm="sandbox"' } };
  const claims = await realm.tokens.verifyAccess(token);
  const principal = claims === undefined ? undefined : principalOfClaims(realm.store, claims);
  if (claims === undefined || principal === undefined)
    return bearerError(401, "invalid_token", "Token verification failed");
  noteUser(request.raw.res, principal.username);
  if (!String(claims.scope).split(" ").includes("openid"))
    return bearerError(403, "insufficient_scope", "Missing openid scope");
  return { status: 200, body: { sub: principal.id, ...profileClaims(principal) } };
}

/** `token/introspect` (RFC 7662): whether a token still holds, for clients that have a secret. */
export async function introspect(realm: RealmParts, request: SandboxRequest): Promise<SandboxAnswer> {
  const proof = clientProof(realm, request);
  if (proof === undefined)
    return { status: 401, body: { error: "invalid_client", error_description: "Client authentication failed." } };
  if (!proof.proven)
    return { status: 403, body: { error: "invalid_request", error_description: "Client not allowed." } };
  const token = formOf(request).get("token");
  if (token === null || token === "")
    return { status: 400, body: { error: "invalid_request", error_description: "Token not provided." } };
  const claims = (await realm.tokens.verifyAccess(token)) ?? (await liveRefresh(realm, token));
  if (claims === undefined || !concerns(claims, proof.client.clientId)) return { status: 200, body: { active: false } };
  const username = principalOfClaims(realm.store, claims)?.username;
  return {
    status: 200,
    body: { ...claims, client_id: claims.azp, username, token_type: claims.typ, active: true },
  };
}

/** A client learns of tokens that are meant for it or were issued to it; of others it is told that they are not active. */
const concerns = (claims: Claims, clientId: string): boolean => [claims.aud, claims.azp].flat().includes(clientId);

/** The claims of a refresh token that could still be used. */
async function liveRefresh(realm: RealmParts, token: string): Promise<Claims | undefined> {
  const claims = await realm.tokens.verifyRefresh(token);
  const held = claims === undefined ? undefined : realm.storage.find("RefreshToken", String(claims.jti));
  return held === undefined || held.consumed !== undefined ? undefined : claims;
}

/** `revoke` (RFC 7009): a refresh token ends its login session, an access token itself; an unknown one is no error. */
export async function revoke(realm: RealmParts, request: SandboxRequest): Promise<SandboxAnswer> {
  const proof = clientProof(realm, request);
  if (proof === undefined) return UNPROVEN;
  const token = formOf(request).get("token");
  if (token === null || token === "")
    return { status: 400, body: { error: "invalid_request", error_description: "Token not provided" } };
  const refresh = await realm.tokens.verifyRefresh(token);
  const claims = refresh ?? (await realm.tokens.verifyAccess(token));
  if (claims === undefined)
    return { status: 200, body: { error: "invalid_token", error_description: "Invalid token" } };
  if (claims.azp !== proof.client.clientId)
    return { status: 400, body: { error: "invalid_request", error_description: "Unmatching clients" } };
  if (refresh === undefined) realm.tokens.revoke(claims);
  else realm.storage.endSessionOf(String(claims.sid));
  return { status: 200 };
}

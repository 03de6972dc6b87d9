import { createHash, randomUUID } from "node:crypto";
import { signJwt, verifyJwt } from "../adapters/jwt.ts";
import {
  accessClaims,
  type Claims,
  idClaims,
  type Principal,
  refreshClaims,
  type TokenTerms,
} from "../domain/claims.ts";
import type { Client } from "../domain/identity.ts";
import type { HeldUser } from "../domain/sandbox-protocol.ts";
import { originsOf } from "./http/guards.ts";
import type { IdentityStore } from "./identity-store.ts";
import type { KeyRing } from "./keyring.ts";
import { principalOfService, principalOfUser, serviceAccountId } from "./principal.ts";
import type { ProviderStorage } from "./provider-storage.ts";

/** Seconds an access token lives unless ordered otherwise. */
export const ACCESS_TOKEN_SECONDS = 300;
/** Seconds a refresh token lives: Keycloak's idle time of a session. */
export const REFRESH_TOKEN_SECONDS = 1800;

/** What varies from one token to the next; the rest follows from the client. */
export interface TokenOrder {
  readonly client: Client;
  readonly scope: string;
  readonly ttl?: number;
  readonly session?: string;
  readonly authTime?: number;
  readonly acr?: string;
  readonly nonce?: string;
}

/** Signs the realm's tokens and tells which of them still hold. */
export interface TokenService {
  access(principal: Principal, order: TokenOrder): Promise<string>;
  /** The ID token that goes with this access token. */
  id(principal: Principal, order: TokenOrder, accessToken: string): Promise<string>;
  /** Wraps the provider's own reference in a signed token, as Keycloak's clients expect to decode one. */
  refresh(principal: Principal, order: TokenOrder, reference: string): Promise<string>;
  /** The claims of an access token that is signed by this realm, in time, not revoked, and whose session and account still exist. */
  verifyAccess(token: string): Promise<Claims | undefined>;
  /** The claims of a refresh token by signature and time alone. */
  verifyRefresh(token: string): Promise<Claims | undefined>;
  /** The claims of an ID token that this realm once signed, expired or not. */
  verifyIdHint(token: string): Promise<Claims | undefined>;
  revoke(claims: Claims): void;
}

/** What the token service works with. */
export interface TokenSources {
  readonly issuer: string;
  readonly store: IdentityStore;
  readonly keys: KeyRing;
  readonly storage: ProviderStorage;
  readonly now: () => number;
}

/** Tokens of one realm. */
export const createTokenService = (sources: TokenSources): TokenService => ({
  ...signing(sources),
  ...verifying(sources),
});

function signing({ issuer, keys, now }: TokenSources): Pick<TokenService, "access" | "id" | "refresh"> {
  const terms = (order: TokenOrder, jti: string = randomUUID()): TokenTerms => ({
    issuer,
    clientId: order.client.clientId,
    audiences: order.client.audiences,
    origins: originsOf(order.client),
    scope: order.scope,
    jti,
    now: Math.floor(now() / 1000),
    ttl: order.ttl ?? ACCESS_TOKEN_SECONDS,
    ...(order.session === undefined ? {} : { session: order.session }),
    ...(order.authTime === undefined ? {} : { authTime: order.authTime }),
    ...(order.acr === undefined ? {} : { acr: order.acr }),
    ...(order.nonce === undefined ? {} : { nonce: order.nonce }),
  });
  return {
    access: (principal, order) => signJwt(accessClaims(principal, terms(order)), keys.current),
    id: (principal, order, accessToken) =>
      signJwt(idClaims(principal, terms(order), leftHalfOfHash(accessToken)), keys.current),
    refresh: (principal, order, reference) =>
      signJwt(refreshClaims(principal, terms({ ...order, ttl: REFRESH_TOKEN_SECONDS }, reference)), keys.refresh),
  };
}

function verifying(sources: TokenSources): Omit<TokenService, "access" | "id" | "refresh"> {
  const { issuer, keys, now } = sources;
  const revoked = new Map<string, number>();
  const ofRealm = (kid: string) => keys.published().find((key) => key.kid === kid)?.publicKey;
  const ofServer = (kid: string) => (kid === keys.refresh.kid ? keys.refresh.key : undefined);
  const rules = () => ({ alg: "RS256", issuer, keyOf: ofRealm, nowMs: now() }) as const;
  return {
    async verifyAccess(token) {
      const claims = await verifyJwt(token, rules());
      if (claims?.typ !== "Bearer" || revoked.has(String(claims.jti))) return undefined;
      return stillStands(sources, claims) ? claims : undefined;
    },
    async verifyRefresh(token) {
      const claims = await verifyJwt(token, { ...rules(), alg: "HS512", keyOf: ofServer });
      return claims?.typ === "Refresh" ? claims : undefined;
    },
    async verifyIdHint(token) {
      const claims = await verifyJwt(token, { ...rules(), expired: "accepted" });
      return claims?.typ === "ID" ? claims : undefined;
    },
    revoke(claims) {
      for (const [jti, exp] of revoked) if (exp * 1000 <= now()) revoked.delete(jti);
      revoked.set(String(claims.jti), Number(claims.exp));
    },
  };
}

/** OpenID Connect Core 3.1.3.6: the left half of the hash that the signature's algorithm names. */
const leftHalfOfHash = (token: string): string =>
  createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

function stillStands({ store, storage }: TokenSources, claims: Claims): boolean {
  const session = claims.sid;
  if (typeof session === "string" && !storage.hasGrant(session)) return false;
  return principalOfClaims(store, claims) !== undefined;
}

/** Whom these claims speak of, as the store knows them now; undefined when the account or its client is gone or disabled. */
export function principalOfClaims(store: IdentityStore, claims: Claims): Principal | undefined {
  const subject = String(claims.sub);
  const user = store.findUser({ id: subject });
  if (user !== undefined) return activePrincipal(store, user);
  const client = store.clients().find((candidate) => serviceAccountId(candidate) === subject);
  return client === undefined ? undefined : principalOfService(client);
}

const activePrincipal = (store: IdentityStore, user: HeldUser): Principal | undefined =>
  user.enabled ? principalOfUser(store, user) : undefined;

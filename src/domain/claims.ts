/** Seconds by which a token says it was issued earlier than it was: clocks of containers and of WSL run behind. */
export const BACKDATED_SECONDS = 30;

/** No token of the sandbox lives longer. */
export const MAX_TOKEN_SECONDS = 3600;

/** Whom a token speaks of: a person, or the service account of a client. */
export interface Principal {
  readonly id: string;
  readonly username: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly tenant?: string;
  readonly roles: readonly string[];
  /** Group paths. */
  readonly groups: readonly string[];
  /** Roles at other clients, by client id. */
  readonly clientRoles: Readonly<Record<string, readonly string[]>>;
}

/** What a token is issued for. Times are seconds. */
export interface TokenTerms {
  readonly issuer: string;
  readonly clientId: string;
  /** Client ids the token is meant for, besides the one it is issued to. */
  readonly audiences: readonly string[];
  readonly origins: readonly string[];
  readonly scope: string;
  readonly jti: string;
  readonly now: number;
  readonly ttl: number;
  /** The login session; none for a client's own tokens. */
  readonly session?: string;
  readonly authTime?: number;
  /** `0` where a session of before was used, `1` (the default) for a sign-in, as Keycloak counts. */
  readonly acr?: string;
  readonly nonce?: string;
}

/** The claims of a token by name. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claims of an access token as Keycloak lays them out, with `tenant_id`, `roles` and `groups` beside them. */
export const accessClaims = (principal: Principal, terms: TokenTerms): Claims => ({
  ...times(terms),
  jti: terms.jti,
  iss: terms.issuer,
  aud: single([terms.clientId, ...terms.audiences]),
  sub: principal.id,
  typ: "Bearer",
  azp: terms.clientId,
  ...(terms.session === undefined ? {} : { sid: terms.session }),
  ...(terms.authTime === undefined ? {} : { auth_time: terms.authTime }),
  acr: terms.acr ?? "1",
  "allowed-origins": terms.origins,
  realm_access: { roles: principal.roles },
  resource_access: Object.fromEntries(
    Object.entries(principal.clientRoles).map(([client, roles]) => [client, { roles }]),
  ),
  scope: terms.scope,
  ...profileClaims(principal),
});

/** The claims of an ID token; `accessTokenHash` binds it to the access token beside it. */
export const idClaims = (principal: Principal, terms: TokenTerms, accessTokenHash: string): Claims => ({
  ...times(terms),
  jti: `${terms.jti}-id`,
  iss: terms.issuer,
  aud: terms.clientId,
  sub: principal.id,
  typ: "ID",
  azp: terms.clientId,
  ...(terms.session === undefined ? {} : { sid: terms.session }),
  ...(terms.authTime === undefined ? {} : { auth_time: terms.authTime }),
  ...(terms.nonce === undefined ? {} : { nonce: terms.nonce }),
  at_hash: accessTokenHash,
  acr: terms.acr ?? "1",
  ...profileClaims(principal),
});

/** The claims of a refresh token; only the server that made it reads it. */
export const refreshClaims = (principal: Principal, terms: TokenTerms): Claims => ({
  ...times(terms),
  jti: terms.jti,
  iss: terms.issuer,
  aud: terms.issuer,
  sub: principal.id,
  typ: "Refresh",
  azp: terms.clientId,
  ...(terms.session === undefined ? {} : { sid: terms.session }),
  scope: terms.scope,
});

/** What a token and the userinfo endpoint say of the person. */
export const profileClaims = (principal: Principal): Claims => ({
  ...(principal.email === undefined
    ? {}
    : { email: principal.email, email_verified: principal.emailVerified ?? false, ...nameClaims(principal) }),
  preferred_username: principal.username,
  ...(principal.tenant === undefined ? {} : { tenant_id: principal.tenant }),
  roles: principal.roles,
  groups: principal.groups,
});

const nameClaims = ({ firstName = "", lastName = "" }: Principal): Claims => ({
  name: `${firstName} ${lastName}`.trim(),
  given_name: firstName,
  family_name: lastName,
});

function times({ now, ttl }: TokenTerms): Claims {
  const issued = now - BACKDATED_SECONDS;
  return { exp: Math.min(now + ttl, issued + MAX_TOKEN_SECONDS), iat: issued, nbf: issued };
}

/** One audience stands alone, several are a list: as Keycloak writes them. */
function single(audiences: readonly string[]): string | readonly string[] {
  const unique = [...new Set(audiences)];
  return unique.length === 1 ? (unique[0] ?? "") : unique;
}

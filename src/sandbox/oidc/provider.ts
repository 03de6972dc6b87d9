import { type Configuration, errors, interactionPolicy, Provider } from "oidc-provider";
import { KNOWN_SCOPES } from "../../domain/scopes.ts";
import { originsOf } from "../http/guards.ts";
import type { SigningKey } from "../keyring.ts";
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_SECONDS } from "../tokens.ts";
import { adapterFor } from "./adapter.ts";
import type { SentBack } from "./authorize-rules.ts";
import { clientWithId } from "./clients.ts";
import { deviceFlow } from "./device-flow.ts";
import { renderProblem } from "./flow-problems.ts";
import type { ProviderContext } from "./provider-context.ts";
import type { RealmParts } from "./realm.ts";
import { redirectAllowed } from "./redirects.ts";
import { PICKED } from "./try-login.ts";

export type { Provider };

/** Seconds a login session lives: Keycloak's longest. */
const SESSION_SECONDS = 36_000;

const OFF = { enabled: false } as const;

/** The query parameter in which `/auth` is told what to send back to the application in place of a sign-in (a `SentBack` as JSON). */
export const SENT_BACK = "avb_sent_back";

/** An OAuth error with a status of its own. */
export function oauthError(status: number, error: string, description?: string): Error {
  const refused = new errors.CustomOIDCProviderError(error, description);
  return Object.assign(refused, { status, statusCode: status, expose: true });
}

/** The protocol engine of the realm: authorization, tokens, refresh, device flow; its keys are those published at this moment. */
export function createProvider(realm: RealmParts): Provider {
  const provider = new Provider(realm.issuer, configuration(realm));
  provider.Client.prototype.redirectUriAllowed = function (uri: string) {
    return redirectAllowed(clientWithId(realm, this.clientId)?.redirectUris ?? [], uri);
  };
  provider.on("server_error", (_ctx, error) => realm.failed(error));
  return provider;
}

function configuration(realm: RealmParts): Configuration {
  const { store } = realm;
  const base = `/realms/${realm.name}`;
  return {
    adapter: (model: string) => adapterFor(model, realm),
    jwks: { keys: realm.keys.published().map(providerJwk) },
    clientDefaults: { id_token_signed_response_alg: "RS256" },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    scopes: [...KNOWN_SCOPES],
    responseTypes: ["code"],
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: (_ctx, client) => client.clientAuthMethod === "none" },
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    findAccount: (_ctx, sub) => {
      const user = store.findUser({ id: sub });
      return user?.enabled ? { accountId: sub, claims: () => ({ sub }) } : undefined;
    },
    loadExistingGrant: (ctx) => grantOf(ctx),
    clientBasedCORS: (_ctx, origin, client) => {
      const held = store.findClient({ clientId: client.clientId });
      return held !== undefined && originsOf(held).includes(origin);
    },
    extraParams: { [SENT_BACK]: sendBack, [PICKED]: null },
    renderError: (ctx, out, error) => renderProblem(realm, ctx, out, error),
    interactions: { policy: loginOnly(), url: (_ctx, { uid }) => `${base}/login-actions/authenticate/${uid}` },
    cookies: cookies(realm, base),
    routes: ROUTES,
    ttl: TTL,
    features: { ...FEATURES, deviceFlow: deviceFlow(realm) },
  };
}

const providerJwk = ({ jwk, kid }: SigningKey) => ({ ...jwk, kty: "RSA", kid, alg: "RS256", use: "sig" as const });

const ROUTES = {
  authorization: "/protocol/openid-connect/auth",
  token: "/protocol/openid-connect/token",
  device_authorization: "/protocol/openid-connect/auth/device",
  code_verification: "/device",
  end_session: "/protocol/openid-connect/logout",
  jwks: "/protocol/openid-connect/certs",
} as const;

const TTL = {
  AccessToken: ACCESS_TOKEN_SECONDS,
  ClientCredentials: ACCESS_TOKEN_SECONDS,
  IdToken: ACCESS_TOKEN_SECONDS,
  RefreshToken: REFRESH_TOKEN_SECONDS,
  AuthorizationCode: 60,
  DeviceCode: 600,
  Interaction: 1800,
  Session: SESSION_SECONDS,
  Grant: SESSION_SECONDS,
} as const;

/** userinfo, introspection, revocation and logout are routes of our own: the provider's refuse signed access tokens. */
const FEATURES = {
  clientCredentials: { enabled: true },
  devInteractions: OFF,
  dPoP: OFF,
  introspection: OFF,
  pushedAuthorizationRequests: OFF,
  resourceIndicators: OFF,
  revocation: OFF,
  rpInitiatedLogout: OFF,
  userinfo: OFF,
} as const;

/** Cookies ignore ports, so that two sandboxes on localhost need names of their own. */
function cookies(realm: RealmParts, base: string): NonNullable<Configuration["cookies"]> {
  const { port } = new URL(realm.issuer);
  const kept = { httpOnly: true, sameSite: "lax", signed: true } as const;
  return {
    keys: [realm.keys.cookieKey],
    names: { session: `AVB_SESSION_${port}`, interaction: `AVB_LOGIN_${port}`, resume: `AVB_RESUME_${port}` },
    long: { ...kept, path: `${base}/` },
    short: kept,
  };
}

/** Nobody is asked for consent: the clients are the developer's own. */
function loginOnly(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  return policy;
}

/**
 * The session's grant for this client, made with every scope when there is none. An authorization that no sign-in has
 * just been made for rests on the session alone, which is Keycloak's level 0.
 */
async function grantOf(ctx: ProviderContext) {
  const { provider, session, client, account, result } = ctx.oidc;
  if (session !== undefined && result?.login === undefined) session.acr = "0";
  const known = session?.grantIdFor(client?.clientId ?? "");
  const found = known === undefined ? undefined : await provider.Grant.find(known);
  if (found !== undefined) return found;
  const grant = new provider.Grant({ accountId: account?.accountId ?? "", clientId: client?.clientId ?? "" });
  grant.addOIDCScope(KNOWN_SCOPES.join(" "));
  await grant.save();
  return grant;
}

function sendBack(_ctx: ProviderContext, value: string | undefined): void {
  if (value === undefined) return;
  const { error, description }: SentBack = JSON.parse(value);
  throw oauthError(400, error, description);
}

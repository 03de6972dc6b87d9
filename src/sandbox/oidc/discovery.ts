import { KNOWN_SCOPES } from "../../domain/scopes.ts";
import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { SUPPORTED_GRANTS } from "./adapter.ts";
import type { RealmParts } from "./realm.ts";

const AUTH_METHODS = ["client_secret_basic", "client_secret_post"];

/** Endpoints a browser visits: always at the issuer's own address. */
const FRONT = {
  authorization_endpoint: "auth",
  end_session_endpoint: "logout",
  check_session_iframe: "login-status-iframe.html",
} as const;

/** Endpoints a server calls: at the address it asked under, so that a container reaches them (Keycloak's hostname-backchannel-dynamic). */
const BACK = {
  token_endpoint: "token",
  introspection_endpoint: "token/introspect",
  userinfo_endpoint: "userinfo",
  jwks_uri: "certs",
  revocation_endpoint: "revoke",
  device_authorization_endpoint: "auth/device",
} as const;

/** `/.well-known/openid-configuration`, with the names and values Keycloak gives. */
export const discovery = ({ issuer, name }: RealmParts, request: SandboxRequest): SandboxAnswer => ({
  status: 200,
  headers: { "cache-control": "no-cache, must-revalidate, no-transform, no-store" },
  body: {
    issuer,
    ...located(FRONT, issuer),
    ...located(BACK, `${request.origin}/realms/${name}`),
    grant_types_supported: SUPPORTED_GRANTS,
    response_types_supported: ["code"],
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: AUTH_METHODS,
    introspection_endpoint_auth_methods_supported: AUTH_METHODS,
    revocation_endpoint_auth_methods_supported: AUTH_METHODS,
    code_challenge_methods_supported: ["S256"],
    scopes_supported: KNOWN_SCOPES,
    claims_supported: CLAIMS,
    claim_types_supported: ["normal"],
    acr_values_supported: ["0", "1"],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
  },
});

const CLAIMS = [
  "aud",
  "sub",
  "iss",
  "auth_time",
  "name",
  "given_name",
  "family_name",
  "preferred_username",
  "email",
  "email_verified",
  "acr",
  "azp",
  "tenant_id",
  "roles",
  "groups",
];

const located = (endpoints: Readonly<Record<string, string>>, realmUrl: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(endpoints).map(([name, path]) => [name, `${realmUrl}/protocol/openid-connect/${path}`]),
  );

/** `GET /realms/{realm}`: where Django reads the public key from. */
export const realmInfo = ({ issuer, name, keys }: RealmParts): SandboxAnswer => ({
  status: 200,
  body: {
    realm: name,
    public_key: keys.current.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
    "token-service": `${issuer}/protocol/openid-connect`,
    "account-service": `${issuer}/account`,
    "tokens-not-before": 0,
  },
});

/** The JWKS: the current key first, then those whose tokens may still live; public members only. */
export const certificates = ({ keys }: RealmParts): SandboxAnswer => ({
  status: 200,
  headers: { "cache-control": "no-cache" },
  body: {
    keys: keys.published().map(({ kid, alg, jwk: { n, e } }) => ({ kid, kty: "RSA", alg, use: "sig", n, e })),
  },
});

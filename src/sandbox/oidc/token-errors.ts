/** A refusal as the provider makes it. */
export interface ProviderRefusal {
  readonly error: string;
  readonly detail: string;
  readonly description: string;
  readonly status: number;
}

/** A refusal as Keycloak words it: applications look at the status and at both texts. */
export interface TokenRefusal {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

interface Row extends Partial<TokenRefusal> {
  readonly when: string;
  /** Part of the provider's detail or description. */
  readonly detail?: string;
}

const CREDENTIALS = "Invalid client or Invalid client credentials";

/** As Keycloak 26.7 answered the same requests; the first row that fits wins, and what it leaves out stays as it was. */
const ROWS: readonly Row[] = [
  { when: "invalid_client", detail: "client not found", status: 401, description: CREDENTIALS },
  { when: "invalid_client", status: 401, error: "unauthorized_client", description: CREDENTIALS },
  {
    when: "invalid_request",
    detail: "no client authentication mechanism",
    status: 401,
    error: "invalid_client",
    description: CREDENTIALS,
  },
  { when: "invalid_request", detail: "'grant_type'", description: "Missing form parameter: grant_type" },
  { when: "invalid_request", detail: "'code'", description: "Missing parameter: code" },
  { when: "invalid_request", detail: "'device_code'", description: "Missing parameter: device_code" },
  { when: "invalid_request", detail: "'refresh_token'", description: "No refresh token" },
  { when: "unsupported_grant_type", description: "Unsupported grant_type" },
  { when: "invalid_grant", detail: "authorization code redirect_uri", description: "Incorrect redirect_uri" },
  { when: "invalid_grant", detail: "authorization code", description: "Code not valid" },
  { when: "invalid_grant", detail: "code_verifier must be", description: "PKCE code verifier not specified" },
  { when: "invalid_grant", detail: "code_verifier", description: "PKCE verification failed: Code mismatch" },
  { when: "invalid_grant", detail: "already used", description: "Maximum allowed refresh token reuse exceeded" },
  {
    when: "invalid_grant",
    detail: "client mismatch",
    description: "Invalid refresh token. Token client and authorized client don't match",
  },
  { when: "invalid_grant", detail: "account not found", description: "User disabled" },
  { when: "invalid_grant", detail: "refresh token", description: "Session not active" },
  { when: "invalid_grant", detail: "grant not found", description: "Session not active" },
  { when: "invalid_grant", detail: "device code", description: "Device code not valid" },
  { when: "authorization_pending", description: "The authorization request is still pending" },
  { when: "slow_down", description: "Slow down" },
];

/** What Keycloak says when a client uses a grant it was not given. */
const NOT_ALLOWED: Readonly<Record<string, TokenRefusal>> = {
  password: { status: 400, error: "unauthorized_client", description: "Client not allowed for direct access grants" },
  client_credentials: {
    status: 401,
    error: "unauthorized_client",
    description: "Client not enabled to retrieve service account",
  },
  authorization_code: { status: 400, error: "invalid_grant", description: "Code not valid" },
  "urn:ietf:params:oauth:grant-type:device_code": {
    status: 400,
    error: "invalid_grant",
    description: "Client not allowed OAuth 2.0 Device Authorization Grant",
  },
};

const PUBLIC_SERVICE: TokenRefusal = {
  status: 401,
  error: "unauthorized_client",
  description: "Public client not allowed to retrieve service account",
};

/** The provider's refusal of a token request in Keycloak's words. */
export function keycloakRefusal(refusal: ProviderRefusal, grantType: string | undefined, open = false): TokenRefusal {
  if (!refusal.description.includes("grant type is not allowed")) return reworded(refusal);
  if (open && grantType === "client_credentials") return PUBLIC_SERVICE;
  return (
    NOT_ALLOWED[grantType ?? ""] ?? {
      status: 400,
      error: "unauthorized_client",
      description: "Client not allowed for this grant",
    }
  );
}

function reworded(refusal: ProviderRefusal): TokenRefusal {
  const told = `${refusal.detail} ${refusal.description}`;
  const row = ROWS.find(({ when, detail = "" }) => when === refusal.error && told.includes(detail));
  return {
    status: row?.status ?? refusal.status,
    error: row?.error ?? refusal.error,
    description: row?.description ?? refusal.description,
  };
}

import * as client from "openid-client";
import { type CookieVisitor, cookieVisitor, type Visit } from "./cookie-visitor.ts";
import { clientSecretOf } from "./identities.ts";
import type { TestSandbox } from "./sandbox.ts";

/** A redirect URI of the portal. */
export const REDIRECT = "http://localhost:65027/auth/callback";

type Fields = Readonly<Record<string, string>>;

/** A sign-in that was started and answered. */
export interface SignIn {
  readonly visitor: CookieVisitor;
  /** Where the application sends its user. */
  readonly url: URL;
  /** What the user saw there. */
  readonly page: Visit;
  /** Where the user came to after answering. */
  readonly back: Visit;
  readonly checks: client.AuthorizationCodeGrantChecks;
}

/** Two applications on the official client: the portal, which signs people in, and the backend, which has a secret. */
export interface RelyingParty {
  readonly portal: client.Configuration;
  readonly backend: client.Configuration;
  signIn(form: Fields, extra?: Fields, visitor?: CookieVisitor): Promise<SignIn>;
  /** Picks this user and redeems the code. */
  tokensOf(username: string): Promise<{
    readonly visitor: CookieVisitor;
    readonly tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
  }>;
}

const options = { execute: [client.allowInsecureRequests] };

/** Configures a client by discovery; its clock is so many seconds ahead of the machine's. */
export const discovered = (
  sandbox: TestSandbox,
  clientId: string,
  { auth, ahead = 0 }: { readonly auth: client.ClientAuth; readonly ahead?: number },
): Promise<client.Configuration> =>
  client.discovery(new URL(sandbox.issuer), clientId, { [client.clockSkew]: ahead }, auth, options);

/** Both applications, configured by discovery; their clocks are so many seconds ahead of the machine's. */
export async function relyingParty(sandbox: TestSandbox, ahead = 0): Promise<RelyingParty> {
  const portal = await discovered(sandbox, "portal-frontend", { auth: client.None(), ahead });
  const secret = clientSecretOf("agentvoicebox-backend");
  const auth = client.ClientSecretBasic(secret);
  const backend = await discovered(sandbox, "agentvoicebox-backend", { auth, ahead });
  const signIn: RelyingParty["signIn"] = async (form, extra = {}, visitor = cookieVisitor(sandbox.baseUrl)) => {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(portal, {
      redirect_uri: REDIRECT,
      scope: "openid profile email",
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
      state,
      nonce,
      ...extra,
    });
    const page = await visitor.open(url.href);
    const back = await visitor.open(page.url, form);
    const checks = { pkceCodeVerifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    return { visitor, url, page, back, checks };
  };
  const tokensOf: RelyingParty["tokensOf"] = async (username) => {
    const { visitor, back, checks } = await signIn({ user: username });
    return { visitor, tokens: await client.authorizationCodeGrant(portal, new URL(back.url), checks) };
  };
  return { portal, backend, signIn, tokensOf };
}

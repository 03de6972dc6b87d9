import { challengeOf } from "./browser-login.ts";
import { PORTAL, type ProvedRealm, redirectOf } from "./prove-users.ts";
import type { Form } from "./sign-in-calls.ts";

/** A form that comes to nothing. */
interface Attempt {
  readonly id: string;
  readonly says: string;
  readonly form: Form;
}

/** Authorization requests that come to nothing; whether the error may go back to the application. */
export function authorizations(realm: ProvedRealm): readonly (Attempt & { readonly redirects: boolean })[] {
  const redirect_uri = redirectOf(realm);
  const pkce = challengeOf(realm.world, realm.world.random.token(256));
  const portal = { client_id: PORTAL, redirect_uri, ...pkce };
  const to = (id: string, says: string, uri: string) => ({
    ...{ id: `redirect.${id}`, says, form: { ...portal, redirect_uri: uri }, redirects: false },
  });
  const implicit = { ...portal, nonce: "n" };
  return [
    {
      ...{ id: "implicit", says: "the portal gets no token by the implicit flow" },
      ...{ form: { ...implicit, response_type: "token" }, redirects: true },
    },
    {
      ...{ id: "implicit-id", says: "the portal gets no ID token by the implicit flow" },
      ...{ form: { ...implicit, response_type: "id_token token" }, redirects: true },
    },
    {
      ...{ id: "no-pkce", says: "the portal gets no login without PKCE" },
      ...{ form: { client_id: PORTAL, redirect_uri }, redirects: true },
    },
    {
      ...{ id: "plain-pkce", says: "the portal gets no login with PKCE's method plain" },
      form: { client_id: PORTAL, redirect_uri, code_challenge: "a".repeat(43), code_challenge_method: "plain" },
      redirects: true,
    },
    to("host", "a login does not lead to another host", "https://attacker.example/"),
    to("port", "a login does not lead to another port", "http://localhost:9/"),
    to("user-info", "a login does not lead to a host behind an @", `${originOf(redirect_uri)}@attacker.example/`),
    ...otherPaths(realm, redirect_uri).map((uri) =>
      to("path", "a login does not lead to another page of the portal", uri),
    ),
    {
      ...{ id: "unknown-client", says: "a client that is not there gets no login" },
      ...{ form: { ...portal, client_id: "nobody" }, redirects: false },
    },
  ];
}

/** Another page at the portal's own address; none where somebody has let logins lead to all of them. */
function otherPaths({ identities }: Pick<ProvedRealm, "identities">, uri: string): readonly string[] {
  const registered = identities.clients.find(({ clientId }) => clientId === PORTAL)?.redirectUris ?? [];
  const isOpen = registered.some((one) => one.endsWith("/*") && originOf(one) === originOf(uri));
  return isOpen ? [] : [`${originOf(uri)}/another/page`];
}

const originOf = (uri: string): string => (URL.canParse(uri) ? new URL(uri).origin : "");

/** Forms for which there is no token. */
export function forms(backend: Form, user: Form): readonly Attempt[] {
  const { client_id = "", client_secret = "" } = backend;
  return [
    {
      ...{ id: "wrong-password", says: "a wrong password gives no token" },
      form: { grant_type: "password", ...backend, ...user, password: "not-the-password" },
    },
    {
      ...{ id: "no-secret", says: "the backend gets no token without its secret" },
      form: { grant_type: "password", client_id, ...user },
    },
    {
      ...{ id: "wrong-secret", says: "the backend gets no token with another secret" },
      form: { grant_type: "client_credentials", client_id, client_secret: `${client_secret}x` },
    },
    {
      ...{ id: "public-service", says: "the portal is no service and gets no token of its own" },
      form: { grant_type: "client_credentials", client_id: PORTAL },
    },
    {
      ...{ id: "unknown-grant", says: "a grant that is not there gives no token" },
      form: { grant_type: "urn:example:grant", ...backend },
    },
  ];
}

/** Tokens that nobody signed. */
export function forged(
  token: string,
): readonly { readonly id: string; readonly says: string; readonly text: string }[] {
  const [head = "", body = "", signature = ""] = token.split(".");
  const none = btoa(JSON.stringify({ alg: "none", typ: "JWT" })).replace(/=+$/, "");
  const other = `${body.slice(0, -4)}${body.endsWith("AAAA") ? "BBBB" : "AAAA"}`;
  return [
    { id: "alg-none", says: "a token with alg none is refused", text: `${none}.${body}.` },
    { id: "no-signature", says: "a token without its signature is refused", text: `${head}.${body}.` },
    {
      id: "changed-claims",
      says: "a token whose claims were changed is refused",
      text: `${head}.${other}.${signature}`,
    },
    { id: "no-token", says: "userinfo tells nothing without a token", text: "" },
  ];
}

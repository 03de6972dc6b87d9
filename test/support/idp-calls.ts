import { basicAuth } from "./token-calls.ts";

/** An identity provider with Keycloak's interface: the sandbox's, or a real one. */
export interface Idp {
  /** `http://localhost:<port>/realms/agentvoicebox`. */
  readonly issuer: string;
  secretOf(clientId: string): string;
  passwordOf(username: string): string;
}

/** What was answered. */
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes are looked into
export type Json = any;

/** The confidential client of the shipped realm. */
export const BACKEND = "agentvoicebox-backend";
/** The public one, which signs users in. */
export const PORTAL = "portal-frontend";
/** A user of the shipped realm. */
export const DEMO = "demo@test.com";
/** Asks, follows no redirection, and reads the answer as JSON where it says that it is. */
export async function call(
  url: string,
  options: RequestInit = {},
): Promise<{ status: number; body: Json; location: string }> {
  const answer = await fetch(url, { redirect: "manual", ...options });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") === true && text !== "";
  return {
    status: answer.status,
    body: isJson ? JSON.parse(text) : text,
    location: answer.headers.get("location") ?? "",
  };
}

/** Posts a form to an endpoint of OpenID Connect, in the name of a client if one is given. */
export const post = (idp: Idp, path: string, form: Record<string, string>, as?: string) =>
  call(`${idp.issuer}/protocol/openid-connect/${path}`, {
    method: "POST",
    body: new URLSearchParams(form),
    ...(as === undefined ? {} : { headers: { authorization: basicAuth(as, idp.secretOf(as)) } }),
  });

/** A token by the password grant. */
export const byPassword = (idp: Idp, username = DEMO, password = idp.passwordOf(username)) =>
  post(idp, "token", { grant_type: "password", username, password, scope: "openid" }, BACKEND);

/** A request that carries this token. */
export const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** Sentences that an identity provider must keep to, each with the proof. */
export type IdpObligations = Readonly<Record<string, (idp: Idp) => Promise<void>>>;

import { clientSecretOf, passwordOf } from "./identities.ts";
import type { TestSandbox } from "./sandbox.ts";

/** The JSON answer of an endpoint with its status. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
}

/** Posts a form to an OpenID Connect endpoint of the realm; `as` authenticates with that client's secret. */
export async function postForm(
  sandbox: TestSandbox,
  path: string,
  fields: Readonly<Record<string, string>>,
  options: { readonly as?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<JsonAnswer> {
  const basic = options.as === undefined ? {} : { authorization: basicAuth(options.as, clientSecretOf(options.as)) };
  const answer = await fetch(`${sandbox.issuer}/protocol/openid-connect/${path}`, {
    method: "POST",
    headers: { ...basic, ...options.headers },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

/** The header of HTTP Basic authentication. */
export const basicAuth = (name: string, secret: string): string =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`;

/** Tokens of a user by the password grant. */
export const signInByPassword = (
  sandbox: TestSandbox,
  username = "demo@test.com",
  extra: Readonly<Record<string, string>> = {},
): Promise<JsonAnswer> =>
  postForm(
    sandbox,
    "token",
    { grant_type: "password", username, password: passwordOf(username), scope: "openid", ...extra },
    { as: "agentvoicebox-backend" },
  );

/** The payload of a JWT, nothing checked. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into claims of many shapes
export const claimsOf = (token: string): any =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

/** The header of a JWT, nothing checked. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into headers of many shapes
export const headerOf = (token: string): any =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());

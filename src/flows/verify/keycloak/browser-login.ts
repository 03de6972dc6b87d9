import type { HttpAnswer, World } from "../../../domain/world.ts";
import type { Form, SignInCalls, Tokens } from "./sign-in-calls.ts";

/** An authorization code with what redeems it. */
export interface Code {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** Who signs in where. */
export interface Visitor {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly username: string;
  readonly password: string;
}

/** Signs in as a browser does: the login page, its form with its cookies, and the code that comes back (RFC 6749 4.1, RFC 7636). */
export async function codeOf(
  world: Pick<World, "hash" | "random">,
  calls: SignInCalls,
  visitor: Visitor,
): Promise<Code> {
  const verifier = world.random.token(256);
  const state = world.random.token(128);
  const page = await calls.ask(
    authorizePath({
      ...{ client_id: visitor.clientId, redirect_uri: visitor.redirectUri, state, ...challengeOf(world, verifier) },
    }),
  );
  const action = /<form[^>]*action="([^"]+)"/.exec(page.body)?.[1]?.replaceAll("&amp;", "&");
  if (page.status !== 200 || action === undefined) throw new Error(`there is no login page: ${placeOf(page)}`);
  const { username, password } = visitor;
  const answer = await calls.ask(action, {
    form: { username, password, credentialId: "" },
    headers: { cookie: cookiesOf(page) },
  });
  const back = locationOf(answer);
  const code = back?.searchParams.get("code");
  if (typeof code !== "string") throw new Error(`the login page gave no code: ${placeOf(answer)}`);
  if (back?.searchParams.get("state") !== state) throw new Error("the state came back changed");
  return { code, verifier, redirectUri: visitor.redirectUri };
}

/** Redeems a code. */
export const redeem = (calls: SignInCalls, clientId: string, code: Code): Promise<Tokens> =>
  calls.tokens(redemption(clientId, code));

/** The form that redeems a code. */
export const redemption = (clientId: string, { code, verifier, redirectUri }: Code): Form => ({
  ...{ grant_type: "authorization_code", client_id: clientId, code },
  ...{ redirect_uri: redirectUri, code_verifier: verifier },
});

/** The authorization endpoint with these parameters; a code and all usual scopes unless they say otherwise. */
export const authorizePath = (parameters: Form): string =>
  `/protocol/openid-connect/auth?${new URLSearchParams({ response_type: "code", scope: "openid", ...parameters })}`;

/** The challenge of PKCE's method S256 for a verifier. */
export const challengeOf = ({ hash }: Pick<World, "hash">, verifier: string): Form => {
  const bytes = hash.sha256(verifier).match(/../g) ?? [];
  const text = btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
  return {
    code_challenge: text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
    code_challenge_method: "S256",
  };
};

/** Where an answer leads; undefined for one that leads nowhere. */
export function locationOf({ headers }: Pick<HttpAnswer, "headers">): URL | undefined {
  const { location } = headers;
  return location !== undefined && URL.canParse(location) ? new URL(location) : undefined;
}

/** Where an answer has come to, in a few words that hold no code or token. */
export function placeOf(answer: HttpAnswer): string {
  const error = locationOf(answer)?.searchParams.get("error");
  const said = /(?:kc-feedback-text|instruction)"[^>]*>\s*([^<]{1,100})/.exec(answer.body)?.[1]?.trim();
  return [`status ${answer.status}`, error, said].filter(Boolean).join(", ");
}

/** Several cookies come as one line; a comma within a date stands before a blank and a number. */
const cookiesOf = ({ headers }: HttpAnswer): string =>
  (headers["set-cookie"] ?? "")
    .split(/, (?=[A-Za-z_][\w-]*=)/)
    .map((cookie) => cookie.split(";")[0] ?? "")
    .filter((pair) => !pair.endsWith("="))
    .join("; ");

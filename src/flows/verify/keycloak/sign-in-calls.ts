import { isRecordOf, isText, orAbsent, readJson } from "../../../domain/shape.ts";
import type { HttpAnswer, World } from "../../../domain/world.ts";

const TIMEOUT_MS = 15_000;

/** What the token endpoint answers. */
export interface Tokens {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
}

const isTokens = isRecordOf<Tokens>({
  access_token: isText,
  id_token: orAbsent(isText),
  refresh_token: orAbsent(isText),
});

/** A realm as somebody who signs in sees it, over plain HTTP. */
export interface SignInCalls {
  /** `http://localhost:<port>/realms/<realm>`: what tokens say. */
  readonly issuer: string;
  ask(path: string, options?: CallOptions): Promise<HttpAnswer>;
  /** Tokens for this form; an error with Keycloak's own word where it refuses. */
  tokens(form: Form, headers?: Readonly<Record<string, string>>): Promise<Tokens>;
  /** The word with which the token endpoint refuses this form; undefined where it gives a token. */
  refusal(form: Form): Promise<string | undefined>;
}

/** The fields of a form. */
export type Form = Readonly<Record<string, string>>;

interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Form;
  readonly body?: string;
}

/** Calls of a realm at this port; addresses are relative to the realm, or whole ones of this server's. */
export function signInCalls(
  { http }: Pick<World, "http">,
  { port, realm, signal }: { readonly port: number; readonly realm: string; readonly signal: AbortSignal },
): SignInCalls {
  const issuer = `http://localhost:${port}/realms/${realm}`;
  // Literal loopback: another program may hold the other address family's port.
  const whole = (path: string) =>
    (path.startsWith("http") ? path : issuer + path).replace("//localhost:", "//127.0.0.1:");
  const ask: SignInCalls["ask"] = (path, { method, headers = {}, form, body } = {}) =>
    http.request({
      ...{ url: whole(path), method: method ?? (form === undefined ? "GET" : "POST"), timeoutMs: TIMEOUT_MS, signal },
      headers: { ...headers, ...(form && { "content-type": "application/x-www-form-urlencoded" }) },
      ...(form === undefined ? (body === undefined ? {} : { body }) : { body: new URLSearchParams(form).toString() }),
    });
  const token = (form: Form, headers = {}) => ask("/protocol/openid-connect/token", { form, headers });
  return {
    ...{ issuer, ask },
    tokens: async (form, headers) => {
      const answer = await token(form, headers);
      const tokens = answer.status === 200 ? readJson(answer.body, isTokens) : undefined;
      if (tokens === undefined) throw new Error(`it gave no token: ${wordOf(answer)}`);
      return tokens;
    },
    refusal: async (form) => {
      const answer = await token(form);
      return answer.status === 200 ? undefined : wordOf(answer);
    },
  };
}

const isRefusal = isRecordOf<{ readonly error: string; readonly error_description?: string }>({
  error: isText,
  error_description: orAbsent(isText),
});

/** What an answer says that is no token: OAuth's word and its description, else the status. */
export function wordOf({ status, body }: Pick<HttpAnswer, "status" | "body">): string {
  const said = readJson(body, isRefusal);
  if (said === undefined) return `status ${status}`;
  return said.error_description === undefined ? said.error : `${said.error} (${said.error_description})`;
}

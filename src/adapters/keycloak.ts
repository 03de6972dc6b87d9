import type KeycloakAdminClient from "@keycloak/keycloak-admin-client";
import type { Keycloak } from "../domain/keycloak.ts";
import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import type { Secret } from "../domain/secret.ts";
import type { Clock, Http } from "../domain/world.ts";
import { keycloakRealm } from "./keycloak-verbs.ts";

/** A realm is made in one request, with its keys and its users' passwords. */
const DEADLINE_MS = 60_000;
const SIGN_IN_MS = 10_000;
/** A token is asked for anew this long before its end. */
const SPARE_MS = 10_000;
const LONGEST_REASON = 300;

interface Place {
  readonly url: string;
  readonly clientId: string;
  readonly secret: Secret;
  readonly signal?: AbortSignal;
}

/** Keycloak through its official client, over our own HTTP: no proxy is asked, and every request has a deadline. */
export const keycloakOver = (http: Http, clock: Pick<Clock, "now">): Keycloak => ({
  connect({ realm, ...place }) {
    let opened: Promise<KeycloakAdminClient> | undefined;
    const asked = async <T>(ask: (client: KeycloakAdminClient) => Promise<T>): Promise<T> => {
      opened ??= openClient(http, clock, place);
      const client = await opened;
      return ask(client).catch((error: unknown) => {
        throw refusalOf(error, place.signal);
      });
    };
    return keycloakRealm(realm, asked);
  },
});

async function openClient(http: Http, clock: Pick<Clock, "now">, place: Place): Promise<KeycloakAdminClient> {
  const { default: Client } = await import("@keycloak/keycloak-admin-client");
  routeFetch();
  const over: Over = (url, init) => send(http, place, url, init);
  const client = new Client({ baseUrl: place.url, requestOptions: { [OVER]: over } as RequestInit });
  client.registerTokenProvider(tokenProvider(http, clock, place));
  return client;
}

type Over = (url: string, init: RequestInit) => Promise<Response>;

/** Marks the client's own requests. It takes no `fetch` of its own, and Node's obeys proxies of some versions (NODE_USE_ENV_PROXY). */
const OVER = Symbol("over our own HTTP");
let isRouted = false;

/** Requests that carry the mark take our way; all others the usual one. */
function routeFetch(): void {
  if (isRouted) return;
  isRouted = true;
  const usual = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const over: unknown = init === undefined ? undefined : Reflect.get(init, OVER);
    return typeof over === "function" ? over(String(input), init) : usual(input, init);
  };
}

async function send(http: Http, { signal }: Place, url: string, init: RequestInit): Promise<Response> {
  const { method, headers, body } = init;
  // Node frames the body of a DELETE only where its length is told.
  const length = typeof body === "string" ? { "content-length": String(new TextEncoder().encode(body).length) } : {};
  const { status, ...answer } = await http.request({
    ...{ url, headers: { ...Object.fromEntries(new Headers(headers)), ...length }, timeoutMs: DEADLINE_MS },
    ...(method === undefined ? {} : { method }),
    ...(typeof body === "string" ? { body } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  const isEmpty = status === 204 || status === 205 || status === 304 || answer.body === "";
  if (status >= 200 && status < 300 && !isEmpty) requireJson(answer.body);
  return new Response(isEmpty ? null : answer.body, { status, headers: { ...answer.headers } });
}

/** The client hands on what is no JSON as a text: a page of a proxy's must not pass for an answer. */
function requireJson(body: string): void {
  try {
    JSON.parse(body);
  } catch {
    throw new ServiceRefusal("its answer is cut off, or no JSON at all", undefined);
  }
}

function tokenProvider(http: Http, clock: Pick<Clock, "now">, place: Place) {
  let held: Promise<{ readonly token: string; readonly untilMs: number }> | undefined;
  return {
    async getAccessToken(): Promise<string> {
      if (held === undefined || (await held.catch(() => ({ untilMs: 0 }))).untilMs - SPARE_MS < clock.now())
        held = signIn(http, clock, place);
      return (await held).token;
    },
  };
}

/** The bootstrap account has tokens of one minute and no refresh token. */
async function signIn(http: Http, clock: Pick<Clock, "now">, { url, clientId, secret, signal }: Place) {
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: secret.reveal() };
  const { status, body } = await http.request({
    ...{ method: "POST", url: `${url}/realms/master/protocol/openid-connect/token`, timeoutMs: SIGN_IN_MS },
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
    ...(signal === undefined ? {} : { signal }),
  });
  const { access_token: token, expires_in: seconds } = Object(jsonOf(body));
  if (status === 200 && typeof token === "string" && Number.isFinite(seconds))
    return { token, untilMs: clock.now() + seconds * 1000 };
  if (status === 400 || status === 401)
    throw new ServiceRefusal(`it does not let ${clientId} in: its secret is another one, or the account is gone`, 401);
  throw new ServiceRefusal(`it gave no token (status ${status})`, status === 200 ? undefined : status);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The client throws a NetworkError with the answer where Keycloak refused, and the connection's own error where none came. */
function refusalOf(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted || error instanceof ServiceRefusal) return error;
  const { response, responseData, message, code, name } = Object(error);
  if (typeof response?.status !== "number") {
    const silent = name === "TimeoutError" || name === "AbortError";
    const why = silent ? `no answer within ${DEADLINE_MS} ms` : String(message || code || name);
    return new ServiceRefusal(printable(why, LONGEST_REASON));
  }
  const { errorMessage, error_description, error: word } = Object(responseData);
  const said = [errorMessage, error_description, word].find((one) => typeof one === "string");
  const why = `it answered ${response.status}${said === undefined ? "" : ` (${said})`}`;
  return new ServiceRefusal(printable(why, LONGEST_REASON), response.status);
}

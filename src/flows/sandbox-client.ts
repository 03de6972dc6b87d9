import { AvbError } from "../domain/errors/avb-error.ts";
import { printable } from "../domain/printable.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import {
  ADMIN_ROUTES,
  type HeldIdentities,
  type IdentityChange,
  type ServerHealth,
  type TokenRequest,
} from "../domain/sandbox-protocol.ts";
import type { HttpAnswer, World } from "../domain/world.ts";

const DEADLINE_MS = 5000;
const LONGEST_REASON = 300;

/** The running sandbox server as avb's commands speak to it: its admin routes, and the public ones that prove that it can be used. */
export interface SandboxClient {
  /** Whose server answers there; undefined where nothing answers in time. */
  health(timeoutMs: number): Promise<ServerHealth | undefined>;
  identities(): Promise<HeldIdentities>;
  apply(changes: readonly IdentityChange[]): Promise<number>;
  makeToken(request: TokenRequest): Promise<{ readonly access_token: string; readonly expires_in: number }>;
  rotateKeys(): Promise<{ readonly kid: string; readonly previous: string }>;
  stop(): Promise<void>;
  /** The published keys as the JWKS document's text. */
  publishedKeys(): Promise<string>;
  /** A token as an application gets it with its own secret. */
  clientCredentials(clientId: string, secret: string): Promise<string>;
  /** The status that the mock billing API's health answers; undefined where nothing answers. */
  billingHealth(): Promise<number | undefined>;
}

/** Speaks to this server over literal loopback (F25); SERVER_REFUSED where it answers anything but what was asked for. */
export function sandboxClient(world: World, instance: SandboxInstance): SandboxClient {
  const base = `http://127.0.0.1:${instance.identityPort}`;
  const protocol = `${base}/realms/${instance.realm}/protocol/openid-connect`;
  const ask = (route: string, body?: unknown): Promise<HttpAnswer> =>
    world.http.request({
      method: body === undefined ? "GET" : "POST",
      url: `${base}${route}`,
      headers: { authorization: `Bearer ${instance.adminToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: DEADLINE_MS,
    });
  const admin = async (route: string, body?: unknown) => accepted(await ask(route, body), route);
  return {
    health: (timeoutMs) => healthAt(world, `${base}${ADMIN_ROUTES.health}`, timeoutMs),
    identities: async () => (await admin(ADMIN_ROUTES.identities)) as HeldIdentities,
    apply: async (changes) => appliedBy(await ask(ADMIN_ROUTES.changes, { changes })),
    makeToken: async (request) =>
      (await admin(ADMIN_ROUTES.tokens, request)) as { access_token: string; expires_in: number },
    rotateKeys: async () => (await admin(ADMIN_ROUTES.rotate, {})) as { kid: string; previous: string },
    stop: async () => void (await admin(ADMIN_ROUTES.stop, {})),
    publishedKeys: async () => {
      const url = `${protocol}/certs`;
      return textOf(await world.http.request({ url, timeoutMs: DEADLINE_MS }), "a request for its public keys");
    },
    clientCredentials: async (clientId, secret) => {
      const answer = await world.http.request({
        method: "POST",
        url: `${protocol}/token`,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: clientId,
          client_secret: secret,
        }).toString(),
        timeoutMs: DEADLINE_MS,
      });
      return String(Object(accepted(answer, "a request for a token")).access_token);
    },
    billingHealth: async () => {
      const url = `http://127.0.0.1:${instance.billingPort}/health`;
      const answer = await world.http.request({ url, timeoutMs: DEADLINE_MS }).catch(() => undefined);
      return answer?.status;
    },
  };
}

async function healthAt(world: World, url: string, timeoutMs: number): Promise<ServerHealth | undefined> {
  const answer = await world.http.request({ url, timeoutMs }).catch(() => undefined);
  try {
    const health = answer?.status === 200 ? (JSON.parse(answer.body) as ServerHealth) : undefined;
    return typeof health?.instance === "string" ? health : undefined;
  } catch {
    return undefined;
  }
}

function textOf(answer: HttpAnswer, what: string): string {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  const said = descriptionIn(answer.body);
  throw AvbError.of("SERVER_REFUSED", { status: String(answer.status), what, why: said === "" ? "" : `: ${said}` });
}

/** Identities that contradict themselves or each other are the document's fault, not the server's. */
function appliedBy(answer: HttpAnswer): number {
  if (answer.status === 400 || answer.status === 409)
    throw AvbError.of("SEED_REFUSED", { why: descriptionIn(answer.body) || `status ${answer.status}` });
  return Number(Object(accepted(answer, ADMIN_ROUTES.changes)).applied);
}

function descriptionIn(body: string): string {
  try {
    const { error_description: said, error } = Object(JSON.parse(body));
    return printable(String(said ?? error ?? ""), LONGEST_REASON);
  } catch {
    return "";
  }
}

function accepted(answer: HttpAnswer, what: string): unknown {
  const text = textOf(answer, what);
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch (cause) {
    throw AvbError.of("SERVER_REFUSED", { status: String(answer.status), what, why: ", and not in JSON" }, { cause });
  }
}

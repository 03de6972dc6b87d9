import { AvbError } from "../domain/errors/avb-error.ts";
import { printable } from "../domain/printable.ts";
import {
  isApplied,
  isClockMove,
  isHeldIdentities,
  isMadeToken,
  isRotation,
  isSandboxTime,
} from "../domain/sandbox-answers.ts";
import type { ClockMove, SandboxTime } from "../domain/sandbox-clock.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import {
  ADMIN_ROUTES,
  type HeldIdentities,
  type IdentityChange,
  type TokenRequest,
} from "../domain/sandbox-protocol.ts";
import { type Guard, isRecordOf, readJson } from "../domain/shape.ts";
import { heard, isToldError, type ToldError } from "../domain/told-error.ts";
import type { HttpAnswer, World } from "../domain/world.ts";
import { askHealth, type HealthAnswer } from "./ask-health.ts";

const DEADLINE_MS = 5000;
/** Years of invoices may have to be made before the answer. */
const MOVE_MS = 60_000;
const LONGEST_REASON = 300;

/** The running sandbox server as avb's commands speak to it: its admin routes, and the public ones that prove that it can be used. */
export interface SandboxClient {
  /** Whose server answers there, or why nobody can tell. */
  health(timeoutMs: number): Promise<HealthAnswer>;
  identities(): Promise<HeldIdentities>;
  apply(changes: readonly IdentityChange[]): Promise<number>;
  makeToken(request: TokenRequest): Promise<{ readonly access_token: string; readonly expires_in: number }>;
  rotateKeys(): Promise<{ readonly kid: string; readonly previous: string }>;
  clock(): Promise<SandboxTime>;
  moveClock(offsetMs: number): Promise<ClockMove>;
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
  return {
    health: (timeoutMs) => askHealth(world, `${base}${ADMIN_ROUTES.health}`, timeoutMs),
    ...adminCalls(world, instance, base),
    ...publicCalls(world, `${base}/realms/${instance.realm}/protocol/openid-connect`),
    billingHealth: async () => {
      const url = `http://127.0.0.1:${instance.billingPort}/health`;
      const answer = await world.http.request({ url, timeoutMs: DEADLINE_MS }).catch(() => undefined);
      return answer?.status;
    },
  };
}

type AdminCalls = Pick<
  SandboxClient,
  "identities" | "apply" | "makeToken" | "rotateKeys" | "clock" | "moveClock" | "stop"
>;

/** The routes that only the holder of the admin token may use. */
function adminCalls(world: World, { adminToken }: SandboxInstance, base: string): AdminCalls {
  const ask = (route: string, body?: unknown, timeoutMs = DEADLINE_MS): Promise<HttpAnswer> =>
    world.http.request({
      method: body === undefined ? "GET" : "POST",
      url: `${base}${route}`,
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs,
    });
  return {
    identities: async () => accepted(await ask(ADMIN_ROUTES.identities), ADMIN_ROUTES.identities, isHeldIdentities),
    apply: async (changes) => appliedBy(await ask(ADMIN_ROUTES.changes, { changes })),
    makeToken: async (request) => accepted(await ask(ADMIN_ROUTES.tokens, request), ADMIN_ROUTES.tokens, isMadeToken),
    rotateKeys: async () => accepted(await ask(ADMIN_ROUTES.rotate, {}), ADMIN_ROUTES.rotate, isRotation),
    clock: async () => accepted(await ask(ADMIN_ROUTES.clock), ADMIN_ROUTES.clock, isSandboxTime),
    moveClock: async (offsetMs) =>
      accepted(await ask(ADMIN_ROUTES.clock, { offsetMs }, MOVE_MS), ADMIN_ROUTES.clock, isClockMove),
    stop: async () => void textOf(await ask(ADMIN_ROUTES.stop, {}), ADMIN_ROUTES.stop),
  };
}

/** What any application may ask of the realm. */
function publicCalls(world: World, protocol: string): Pick<SandboxClient, "publishedKeys" | "clientCredentials"> {
  return {
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
      return accepted(answer, "a request for a token", isMadeToken).access_token;
    },
  };
}

function textOf(answer: HttpAnswer, what: string): string {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  const told = readJson(answer.body, tells);
  if (told !== undefined) throw heard(told.told);
  const said = descriptionIn(answer.body);
  throw AvbError.of("SERVER_REFUSED", { status: String(answer.status), what, why: said === "" ? "" : `: ${said}` });
}

const tells = isRecordOf<{ readonly told: ToldError }>({ told: isToldError });

/** Identities that contradict themselves or each other are the document's fault, not the server's. */
function appliedBy(answer: HttpAnswer): number {
  if (answer.status === 400 || answer.status === 409)
    throw AvbError.of("SEED_REFUSED", { why: descriptionIn(answer.body) || `status ${answer.status}` });
  return accepted(answer, ADMIN_ROUTES.changes, isApplied).applied;
}

function descriptionIn(body: string): string {
  try {
    const { error_description: said, error } = Object(JSON.parse(body));
    return printable(String(said ?? error ?? ""), LONGEST_REASON);
  } catch {
    return "";
  }
}

/** An answer as what was asked for: a port may be held by somebody who answers anything. */
function accepted<Type>(answer: HttpAnswer, what: string, guard: Guard<Type>): Type {
  const read = readJson(textOf(answer, what), guard);
  if (read !== undefined) return read;
  throw AvbError.of("SERVER_REFUSED", { status: String(answer.status), what, why: ", and not what was asked for" });
}

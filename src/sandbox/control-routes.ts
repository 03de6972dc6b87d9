import { ADMIN_ROUTES, type HeldIdentities, type ServerHealth } from "../domain/sandbox-protocol.ts";
import { tellable } from "../domain/told-error.ts";
import { type ClockFollowers, clockHandlers } from "./clock-routes.ts";
import type { SandboxAnswer, SandboxRequest } from "./http/exchange.ts";
import type { Route } from "./http/router.ts";
import { changesIn } from "./identity-changes.ts";
import { IdentityRefused, sameSecret } from "./identity-store.ts";
import type { RealmParts } from "./oidc/realm.ts";
import { orderToken, TokenOrderRefused } from "./token-order.ts";

/** What the control routes act on. */
export interface Control {
  readonly realm: RealmParts;
  readonly adminToken: string;
  /** What follows the sandbox's clock. */
  readonly followers: ClockFollowers;
  health(): ServerHealth;
  /** Makes a new signing key and puts it to use. */
  rotateKeys(): Promise<{ readonly kid: string; readonly previous: string }>;
  /** Ends the server after the answer has left. */
  stop(): void;
}

/** The routes by which avb's own commands steer their server; all but `health` want the admin token. */
export function controlRoutes(control: Control): readonly Route[] {
  const clock = clockHandlers(control.followers);
  const guarded = (method: string, pattern: string, handle: Route["handle"]): Route => ({
    method,
    pattern,
    handle: (request) => (mayControl(control, request) ? telling(control, handle, request) : DENIED),
  });
  return [
    { method: "GET", pattern: ADMIN_ROUTES.health, handle: () => ({ status: 200, body: control.health() }) },
    guarded("GET", ADMIN_ROUTES.identities, () => ({ status: 200, body: heldIdentities(control) })),
    guarded("POST", ADMIN_ROUTES.changes, (request) => applyChanges(control, request)),
    guarded("POST", ADMIN_ROUTES.tokens, (request) => makeToken(control, request)),
    guarded("POST", ADMIN_ROUTES.rotate, async () => ({ status: 200, body: await control.rotateKeys() })),
    guarded("GET", ADMIN_ROUTES.clock, clock.show),
    guarded("POST", ADMIN_ROUTES.clock, clock.move),
    guarded("POST", ADMIN_ROUTES.stop, () => {
      control.stop();
      return { status: 202, headers: { connection: "close" }, body: { stopping: true } };
    }),
  ];
}

const DENIED: SandboxAnswer = {
  status: 401,
  headers: { "www-authenticate": 'Bearer realm="avb"' },
  body: { error: "unauthorized", error_description: "this route wants the admin token of the running server" },
};

/** What is wrong with the server's files is told to who steers it: the log may be on the same full disk. */
async function telling({ realm }: Control, handle: Route["handle"], request: SandboxRequest) {
  try {
    return await handle(request);
  } catch (error) {
    const told = tellable(error);
    if (told === undefined) throw error;
    realm.failed(error);
    return { status: 500, body: { error: "unknown_error", told } };
  }
}

const mayControl = ({ adminToken }: Control, { headers }: SandboxRequest): boolean =>
  sameSecret(adminToken, /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "");

const heldIdentities = ({ realm: { store } }: Control): HeldIdentities => ({
  document: store.document(),
  fingerprints: store.fingerprints(),
});

const refused = (status: number, description: string): SandboxAnswer => ({
  status,
  body: { error: "invalid_request", error_description: description },
});

async function applyChanges({ realm }: Control, request: SandboxRequest): Promise<SandboxAnswer> {
  const changes = changesIn(request.body);
  if (typeof changes === "string") return refused(400, changes);
  try {
    return { status: 200, body: { applied: await realm.store.apply(changes) } };
  } catch (error) {
    if (error instanceof IdentityRefused) return refused(409, error.message);
    throw error;
  }
}

async function makeToken({ realm }: Control, request: SandboxRequest): Promise<SandboxAnswer> {
  try {
    return { status: 200, body: await orderToken(realm, request.body) };
  } catch (error) {
    if (error instanceof TokenOrderRefused) return refused(error.status, error.message);
    throw error;
  }
}

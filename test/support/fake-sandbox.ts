import { generateKeyPairSync } from "node:crypto";
import { signJwt } from "../../src/adapters/jwt.ts";
import { ADMIN_ROUTES, type SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";
import type { HttpAnswer } from "../../src/domain/world.ts";
import { createIdentityStore, type IdentityStore } from "../../src/sandbox/identity-store.ts";
import { createAdminApi } from "../../src/sandbox/keycloak-admin/admin-api.ts";
import { type FakeBilling, fakeBilling } from "./fake-billing.ts";
import type { Detached } from "./fake-machine.ts";
import type { FakeRequest, FakeWorld } from "./fake-world.ts";

/** A sandbox server in the fake world: the real identity store behind the admin routes, real signatures, no sockets. */
export interface FakeSandbox {
  readonly pid: number;
  readonly launch: SandboxLaunch;
  readonly store: IdentityStore;
  readonly billing: FakeBilling;
  /** Stops answering while its process lives on. */
  silent: boolean;
  /** Signs with a key that is not the published one. */
  forged: boolean;
  /** Answers this to the billing health instead of 200. */
  billingStatus: number;
  /** Ends as if killed: no record is removed. */
  die(): void;
}

const published = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });

const json = (status: number, body: unknown): HttpAnswer => ({ status, headers: {}, body: JSON.stringify(body) });

/** What outlives a server: it lies in the checkout's state folder. */
type Kept = Pick<FakeSandbox, "store" | "billing">;

/** Lets the fake world start sandbox servers; they are listed in the order of their starts. */
export function serveSandboxes(world: FakeWorld): FakeSandbox[] {
  const started: FakeSandbox[] = [];
  const kept = new Map<string, Kept>();
  world.onDetach = async (detached) => {
    const sandbox = await start(world, detached, { pid: 9000 + started.length, kept });
    started.push(sandbox);
    return sandbox.pid;
  };
  return started;
}

async function start(
  world: FakeWorld,
  { options }: Detached,
  { pid, kept }: { pid: number; kept: Map<string, Kept> },
): Promise<FakeSandbox> {
  const launch: SandboxLaunch = JSON.parse((await world.files.read(options.args[0] ?? "")) ?? "");
  const { store, billing } = kept.get(launch.state.identities) ?? {
    store: createIdentityStore(launch.realm),
    billing: fakeBilling(world, launch),
  };
  kept.set(launch.state.identities, { store, billing });
  const origins = [`http://127.0.0.1:${launch.identityPort}`, `http://127.0.0.1:${launch.billingPort}`];
  const sandbox: FakeSandbox = {
    ...{ pid, launch, store, billing, silent: false, forged: false, billingStatus: 200 },
    die: () => {
      world.living.delete(pid);
      for (const origin of origins) world.servers.delete(origin);
    },
  };
  world.living.set(pid, { start: `start-${pid}`, command: `node sandbox.cjs ${options.args[0]}` });
  world.servers.set(origins[0] ?? "", async (request) => {
    if (!world.living.has(pid)) sandbox.die();
    return sandbox.silent || !world.living.has(pid) ? undefined : answer(world, sandbox, request);
  });
  world.servers.set(origins[1] ?? "", (request) => {
    if (request.url.pathname !== "/health") return billing.handle(request, launch.billingKey);
    return json(sandbox.billingStatus, { message: "Success" });
  });
  const { state, billingKey: _key, ...record } = launch;
  const instance = { ...record, pid, processStart: `start-${pid}`, startedAtMs: world.nowMs };
  const baseUrl = `http://localhost:${launch.identityPort}`;
  await world.files.write(state.instance, JSON.stringify({ ...instance, baseUrl }));
  return sandbox;
}

async function answer(world: FakeWorld, sandbox: FakeSandbox, request: FakeRequest): Promise<HttpAnswer> {
  const { pathname } = request.url;
  const { launch, store } = sandbox;
  const { instance, version } = launch;
  if (pathname === ADMIN_ROUTES.health) return json(200, { instance, version, pid: sandbox.pid, uptimeMs: 1 });
  if (pathname.endsWith("/certs"))
    return json(200, { keys: [{ ...published.publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256" }] });
  if (pathname.endsWith("/token")) return token(sandbox, new URLSearchParams(request.body));
  if (pathname.startsWith(REALMS)) return adminAnswer(sandbox, request);
  if (request.headers.authorization !== `Bearer ${launch.adminToken}`) return json(401, {});
  if (pathname === ADMIN_ROUTES.identities)
    return json(200, { document: store.document(), fingerprints: store.fingerprints() });
  if (pathname === ADMIN_ROUTES.changes)
    return json(200, { applied: await store.apply(JSON.parse(request.body).changes) });
  if (pathname === ADMIN_ROUTES.rotate) return json(200, { kid: "k2", previous: "k1" });
  if (pathname === ADMIN_ROUTES.tokens)
    return json(200, {
      access_token: await sign(sandbox, { sub: "made", asked: JSON.parse(request.body) }),
      expires_in: 300,
    });
  if (pathname !== ADMIN_ROUTES.stop) return json(404, {});
  sandbox.die();
  await world.files.remove(launch.state.instance);
  return json(202, {});
}

const REALMS = "/admin/realms";

/** The real admin API, to which every holder of a token is an administrator. */
async function adminAnswer({ store, launch }: FakeSandbox, { method, url, headers, body }: FakeRequest) {
  const verify = async () => ({ preferred_username: "somebody", realm_access: { roles: ["admin"] } });
  const api = createAdminApi({ store, baseUrl: `http://localhost:${launch.identityPort}`, verify });
  const authorization = headers.Authorization ?? headers.authorization ?? "";
  const asked = { method, path: url.pathname.slice(REALMS.length), query: url.searchParams, body, authorization };
  const { status, body: told } = await api(asked);
  return json(status, told ?? null);
}

async function token(sandbox: FakeSandbox, form: URLSearchParams): Promise<HttpAnswer> {
  const client = sandbox.store.findClient({ clientId: form.get("client_id") ?? "" });
  if (client === undefined || !sandbox.store.checkSecret(client, form.get("client_secret") ?? ""))
    return json(401, { error: "invalid_client" });
  const aud = [client.clientId, ...client.audiences];
  return json(200, { access_token: await sign(sandbox, { sub: client.id, aud }), expires_in: 300 });
}

function sign({ launch, forged }: FakeSandbox, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const iss = `http://localhost:${launch.identityPort}/realms/${launch.realm}`;
  const exp = Math.floor(Date.now() / 1000) + 300;
  const { privateKey } = forged ? stranger : published;
  return signJwt({ ...claims, iss, exp }, { alg: "RS256", kid: "k1", key: privateKey });
}

import type { RequestListener } from "node:http";
import { dirname, join } from "node:path";
import { nodeFiles } from "../adapters/files.ts";
import type { SandboxLaunch } from "../domain/sandbox-protocol.ts";
import { backchannelLogout } from "./backchannel-logout.ts";
import { type BillingApi, billingApi } from "./billing/billing-listener.ts";
import { bind, unbind } from "./bind.ts";
import { type Control, controlRoutes } from "./control-routes.ts";
import { createListener } from "./http/listener.ts";
import { createRequestLog, type RequestLog } from "./http/request-log.ts";
import type { IdentityStore } from "./identity-store.ts";
import { keycloakAdminRoutes } from "./keycloak-admin-routes.ts";
import type { KeyRing } from "./keyring.ts";
import { createLockout } from "./lockout.ts";
import { maskOf } from "./mask.ts";
import { nameInterval } from "./oidc/device-page.ts";
import { addGrants } from "./oidc/grants.ts";
import { createProvider, type Provider } from "./oidc/provider.ts";
import type { RealmParts } from "./oidc/realm.ts";
import { realmRoutes } from "./oidc/realm-routes.ts";
import { dressTokenResponses } from "./oidc/token-response.ts";
import { type HomeParts, homeRoutes } from "./pages/home-routes.ts";
import { refusalPage } from "./pages/refusals.ts";
import { ProviderStorage } from "./provider-storage.ts";
import { openSandboxClock, type SandboxClock } from "./sandbox-clock.ts";
import { createTokenService } from "./tokens.ts";

/** What a server is made of besides its launch file. */
export interface SandboxParts {
  readonly keys: KeyRing;
  readonly store: IdentityStore;
  /** The machine's time, milliseconds since 1970; what goes by the sandbox's own follows its clock. */
  readonly now: () => number;
  /** Told of what failed inside the server. */
  failed(error: unknown): void;
  /** Takes a line of the log. */
  write(line: string): void;
  /** Told that the stop route was called. */
  stopAsked(): void;
}

/** A server that is bound and answers. */
export interface RunningSandbox {
  /** Ends in order; resolves when every port is free again. */
  close(): Promise<void>;
}

/** Starts the identity provider and the mock billing API; rejects with `PortTaken` and binds nothing when a port is held. */
export async function startSandbox(launch: SandboxLaunch, parts: SandboxParts): Promise<RunningSandbox> {
  const { gateway, identityPort, billingPort } = launch;
  const { failed, now, write } = parts;
  const clock = await openSandboxClock(launch.state.clock, nodeFiles, now);
  const billing = billingOf(launch, parts, clock);
  const requests = createRequestLog({ now, write, mask: maskOf(launch, parts.store) });
  const identity = await bind(
    requests.around("identity", identityListener(launch, parts, { requests, clock, billing })),
    identityPort,
    gateway,
  );
  const bound = await bind(requests.around("billing", billing.listener), billingPort, gateway).catch(
    async (error: unknown) => {
      await unbind(identity);
      throw error;
    },
  );
  billing.resume().catch(failed);
  const close = async () => {
    await unbind([...identity, ...bound]);
    await billing.close();
  };
  return { close };
}

/** The mock billing API of a checkout; its state lies beside the identities. */
function billingOf(launch: SandboxLaunch, { keys, failed }: SandboxParts, clock: SandboxClock): BillingApi {
  return billingApi({
    port: launch.billingPort,
    gateway: launch.gateway,
    version: launch.version,
    billingKey: launch.billingKey,
    folder: join(dirname(launch.state.identities), "billing"),
    files: nodeFiles,
    clock,
    signer: () => keys.current,
    failed,
  });
}

/** What the identity provider shares with the rest of the server. */
interface Shared {
  readonly requests: RequestLog;
  readonly clock: SandboxClock;
  readonly billing: BillingApi;
}

function identityListener(launch: SandboxLaunch, parts: SandboxParts, shared: Shared): RequestListener {
  const { gateway, identityPort } = launch;
  const { store, failed } = parts;
  const realm = realmParts(launch, parts, shared.clock);
  let provider = engine(realm);
  const control: Control = {
    ...identityOf(launch, parts),
    realm,
    followers: { ...shared, storage: realm.storage, lockout: realm.lockout },
    rotateKeys: async () => {
      const rotated = await parts.keys.rotate();
      provider = engine(realm);
      return rotated;
    },
  };
  const routes = [
    ...homeRoutes(homeParts(launch, realm, shared)),
    ...controlRoutes(control),
    ...keycloakAdminRoutes(realm),
    ...realmRoutes(realm, () => provider),
  ];
  const around = { port: identityPort, gateway, failed, refusalPage: refusalPage(launch) };
  return createListener({ ...around, routes, clients: () => store.clients() });
}

const homeParts = (launch: SandboxLaunch, realm: RealmParts, { requests, clock, billing }: Shared): HomeParts => ({
  ...{ realm, clock, recent: requests.recent },
  billingUrl: `http://localhost:${launch.billingPort}`,
  ask: (target) => billing.read(target),
});

function realmParts(launch: SandboxLaunch, { store, keys, failed }: SandboxParts, { now }: SandboxClock): RealmParts {
  const issuer = `http://localhost:${launch.identityPort}/realms/${launch.realm}`;
  const storage = new ProviderStorage(now, backchannelLogout({ issuer, store, keys, now, failed }));
  const tokens = createTokenService({ issuer, store, keys, storage, now });
  return { name: launch.realm, issuer, store, keys, storage, tokens, lockout: createLockout(now), now, failed };
}

function engine(realm: RealmParts): Provider {
  const provider = createProvider(realm);
  addGrants(provider, realm);
  dressTokenResponses(provider, realm);
  nameInterval(provider);
  return provider;
}

function identityOf({ instance, version, adminToken }: SandboxLaunch, { now, stopAsked }: SandboxParts) {
  const startedAtMs = now();
  return {
    adminToken,
    health: () => ({ instance, version, pid: process.pid, uptimeMs: now() - startedAtMs }),
    stop: () => void setImmediate(stopAsked),
  };
}

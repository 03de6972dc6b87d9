import { keycloakOver } from "../../src/adapters/keycloak.ts";
import { lagoOver } from "../../src/adapters/lago.ts";
import { temporalOver } from "../../src/adapters/temporal.ts";
import type { SeedLook } from "../../src/domain/seeding.ts";
import type { PortKey, Stack } from "../../src/domain/stack.ts";
import type { Http, World } from "../../src/domain/world.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { type SeedTarget, seedTargets } from "../../src/flows/seeding/seed-targets.ts";
import { services } from "../../src/services/index.ts";
import { type FaultyProxy, faultyProxy } from "./faulty-proxy.ts";
import { kafkaProxy } from "./kafka-proxy.ts";
import type { LiveStack } from "./live-stack.ts";
import { worldOf } from "./stack-world.ts";
import { temporalProxy } from "./temporal-proxy.ts";

/** Where each service is spoken to, and which proxy understands what is said there. */
const DOORS = {
  keycloak: ["keycloak.http", faultyProxy],
  vault: ["vault.http", faultyProxy],
  opa: ["opa.http", faultyProxy],
  lago: ["lago.api", faultyProxy],
  temporal: ["temporal.grpc", temporalProxy],
  kafka: ["kafka.broker", kafkaProxy],
} as const satisfies Readonly<Record<string, readonly [PortKey, (port: number) => Promise<FaultyProxy>]>>;

/** A service with a proxy before it. */
export type Doored = keyof typeof DOORS;

/** All of them. */
export const DOORED = Object.keys(DOORS) as readonly Doored[];

/** A stack whose services are seeded in this process, each through a proxy of its own. */
export interface SeededThrough {
  readonly proxies: Readonly<Record<Doored, FaultyProxy>>;
  /** Looks at a service as `seed` does. */
  look(service: string): Promise<SeedLook>;
  /** Writes what a look found to differ, and writes down what came of it. */
  write(service: string, look: SeedLook): Promise<unknown>;
}

/** Nobody waits for a test as long as a person does for a service: what does not answer soon never will. */
const HASTE_MS = 3000;

/** Puts the proxies before the services of a stack that runs. */
export async function seededThrough(stack: LiveStack): Promise<SeededThrough> {
  const world = hasty(worldOf(stack));
  const checkout = await openCheckout(world);
  const real = await resolveStack(world, checkout);
  const opened = DOORED.map(async (id) => {
    const [key, open] = DOORS[id];
    return [id, key, await open(real.ports.get(key) ?? 0)] as const;
  });
  const doors = await Promise.all(opened);
  const ports = new Map([...real.ports, ...doors.map(([, key, { port }]) => [key, port] as const)]);
  const targets = await seedTargets(world, checkout, { stack: { ...real, ports } as Stack, services, prune: false });
  const named = (service: string): SeedTarget => {
    const found = targets.find((target) => target.service.id === service);
    if (found === undefined) throw new Error(`${service} is not seeded here`);
    return found;
  };
  return {
    proxies: Object.fromEntries(doors.map(([id, , proxy]) => [id, proxy])) as SeededThrough["proxies"],
    look: (service) => named(service).look(new AbortController().signal),
    write: (service, look) => named(service).write(look, { progress: () => undefined }),
  };
}

function hasty(world: World): World {
  const http: Http = {
    request: (options) => world.http.request({ ...options, timeoutMs: Math.min(options.timeoutMs, HASTE_MS) }),
  };
  const temporal = temporalOver({ connectMs: HASTE_MS, answerMs: HASTE_MS });
  return { ...world, http, temporal, lago: lagoOver(http), keycloak: keycloakOver(http, world.clock) };
}

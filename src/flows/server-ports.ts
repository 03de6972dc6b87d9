import { AvbError } from "../domain/errors/avb-error.ts";
import { rangeOf } from "../domain/ports.ts";
import type { Service } from "../domain/service.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { keycloak } from "../services/keycloak/index.ts";
import { lago } from "../services/lago/index.ts";
import type { ObservedSandbox } from "./observe-sandbox.ts";

/** The two ports of the sandbox server. */
export interface ServerPorts {
  readonly identityPort: number;
  readonly billingPort: number;
}

/**
 * The ports the server is to listen on: those it stands in at, and where a real container has such a port, a spare one of
 * the same block, since avb's own commands steer the server through them. A running server keeps the spare one it has.
 */
export async function serverPorts(world: World, stack: Stack, server: ObservedSandbox): Promise<ServerPorts> {
  const now = server.state === "none" ? undefined : server.instance;
  const [identityPort, billingPort] = await Promise.all([
    portFor(world, { stack, service: keycloak, port: "http", now: now?.identityPort }),
    portFor(world, { stack, service: lago, port: "api", now: now?.billingPort }),
  ]);
  return { identityPort, billingPort };
}

interface Wanted {
  readonly stack: Stack;
  readonly service: Service;
  readonly port: string;
  readonly now: number | undefined;
}

async function portFor(world: World, { stack, service, port, now }: Wanted): Promise<number> {
  const own = stack.ports.get(`${service.id}.${port}`);
  const fact = service.ports[port];
  if (own === undefined || fact === undefined) throw new Error(`the catalogue has no port ${service.id}.${port}`);
  if (stack.embedded.has(service.id) || stack.embedded.size === 0) return own;
  const taken = new Set(stack.ports.values());
  if (now !== undefined && !taken.has(now)) return now;
  const range = rangeOf(fact, stack.slot).filter((one) => !taken.has(one));
  const spare = await world.sockets.firstFree(range.toReversed());
  if (spare === undefined)
    throw AvbError.of("PORT_RANGE_FULL", {
      service: service.id,
      range: `${range[0]}-${range.at(-1)}`,
      slot: String(stack.slot),
    });
  return spare;
}

import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { LIVE_MS } from "../domain/live/limits.ts";
import { redactor } from "../domain/redact.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { knownSecrets } from "./known-secrets.ts";
import { containerLogs } from "./live/container-log.ts";
import { serviceOf } from "./live/look-at-live.ts";
import { ownLabels } from "./live/observe-live.ts";
import { resolveStack } from "./resolve-stack.ts";
import { type LogSource, SERVER, serverLog } from "./server-log.ts";
import { requireInStack } from "./service-in-stack.ts";

/** What is to be read. */
export interface WantedLogs {
  /** All when empty. */
  readonly services?: readonly string[];
  readonly sinceMs?: number;
  readonly caution?: (text: string) => void;
}

/** What there is to read: the sandbox server's log, and the containers' as one. */
export interface LogSources {
  readonly server: LogSource | undefined;
  readonly containers: LogSource | undefined;
}

/**
 * Finds the logs of these services. SERVICE_UNKNOWN, SERVICE_NOT_HERE (2) for a wrong name; SANDBOX_NOT_RUNNING and
 * NOTHING_STARTED (8) where nobody has written any.
 */
export async function logSources(world: World, checkout: Checkout, wanted: WantedLogs): Promise<LogSources> {
  const { services = [] } = wanted;
  const stack = await resolveStack(world, checkout);
  for (const service of services) if (service !== SERVER) requireInStack(service, "avb dev logs", stack);
  const isServer = services.length === 0 || services.some((one) => one === SERVER || stack.embedded.has(one));
  const server = isServer ? await serverLog(world, checkout) : undefined;
  const isLive = services.length === 0 ? stack.running.size > 0 : services.some((one) => stack.running.has(one));
  const containers = isLive ? await containersOf(world, checkout, { stack, server, ...wanted }) : undefined;
  if (server !== undefined || containers !== undefined) return { server, containers };
  throw stack.running.size === 0 ? AvbError.of("SANDBOX_NOT_RUNNING", {}) : AvbError.of("NOTHING_STARTED", {});
}

/** The containers' log; undefined where there are none. Beside the server's, an engine that does not answer is only told. */
async function containersOf(
  world: World,
  checkout: Checkout,
  about: WantedLogs & { readonly stack: Stack; readonly server: LogSource | undefined },
): Promise<LogSource | undefined> {
  const { services = [], sinceMs, server, stack, caution } = about;
  const list = async () => {
    const all = await world.containers.list(ownLabels(checkout), { timeoutMs: LIVE_MS.look });
    return all.filter((one) => services.length === 0 || services.includes(serviceOf(one)));
  };
  try {
    if ((await list()).length === 0) return undefined;
    const { texts } = await knownSecrets(world, checkout, stack);
    return containerLogs(world, {
      ...{ list, redact: redactor(texts, base64) },
      ...(sinceMs === undefined ? {} : { sinceMs }),
    });
  } catch (error) {
    if (server === undefined || services.length > 0 || !(error instanceof AvbError)) throw error;
    caution?.(`${error.message}; the logs of containers are left out`);
    return undefined;
  }
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

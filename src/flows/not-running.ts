import type { Checkout } from "../domain/checkout.ts";
import { LIVE_MS } from "../domain/live/limits.ts";
import { describeOwner } from "../domain/port-owner-text.ts";
import { standInKey } from "../domain/ports-wanted.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { serviceOf } from "./live/look-at-live.ts";
import { ownLabels } from "./live/observe-live.ts";
import { stackRecord } from "./live/stack-record.ts";
import { addressesOf, probePort } from "./probe-port.ts";
import { livingInstance } from "./resolve-stack.ts";

/**
 * What whoever is given this stack's addresses should know: that nothing answers there yet, or that somebody else does.
 * Undefined where all of it runs, and in production, where avb starts nothing.
 */
export async function notRunning(world: World, checkout: Checkout, stack: Stack): Promise<string | undefined> {
  const quick = await notStarted(world, checkout, stack);
  if (quick === undefined) return stack.running.size > 0 ? containersMissing(world, checkout, stack) : undefined;
  return (stack.embedded.size === 0 ? undefined : await heldByAnother(world, stack)) ?? quick;
}

async function heldByAnother(world: World, { ports }: Stack): Promise<string | undefined> {
  for (const offer of ["identity", "billing"] as const) {
    const key = standInKey(services, offer);
    const port = key === undefined ? undefined : ports.get(key);
    const verdict = port === undefined ? undefined : await probePort(world, port, addressesOf(true));
    if (verdict?.state === "taken")
      return `the sandbox is not running, and port ${port} is held by ${describeOwner(verdict.owner)}; avb dev up starts it on another port`;
  }
  return undefined;
}

/** The same from the records alone, for those who must answer at once: no port is bound for a look, and no engine asked. */
export async function notStarted(world: World, checkout: Checkout, stack: Stack): Promise<string | undefined> {
  const { mode, running, embedded } = stack;
  if (mode === "production") return undefined;
  const isRecorded = (await stackRecord(world, checkout)) !== undefined;
  if (mode === "live" && running.size > 0 && !isRecorded)
    return "the live stack is not running; avb dev up --mode live starts it";
  if (embedded.size === 0 || (await livingInstance(world, checkout)) !== undefined) return undefined;
  return "the sandbox is not running; avb dev up starts it";
}

/** Services of the stack without a container that runs; undefined also where the engine does not say at once. */
async function containersMissing(world: World, checkout: Checkout, { running }: Stack): Promise<string | undefined> {
  const found = await world.containers.list(ownLabels(checkout), { timeoutMs: LIVE_MS.peek }).catch(() => undefined);
  if (found === undefined) return "the container engine does not answer; whether the containers run is not known";
  const there = new Set(found.filter(({ life }) => life === "running").map(serviceOf));
  const missing = [...running].filter((id) => !there.has(id));
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not running; avb dev up starts ${missing.length === 1 ? "it" : "them"}`;
}

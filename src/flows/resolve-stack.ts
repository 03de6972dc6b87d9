import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { isMode, type Mode } from "../domain/modes.ts";
import { planStack } from "../domain/plan-stack.ts";
import { parseSticky, type StickyPorts } from "../domain/ports-sticky.ts";
import { standInKey, type WantedPort, wantedPorts } from "../domain/ports-wanted.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import type { PortKey, Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { catalogueOf } from "./catalogue.ts";
import { stackRecord, wishesBy } from "./live/stack-record.ts";
import { recordedInstance } from "./running-instance.ts";

/**
 * What this checkout's stack is: the mode asked for, else the running one, else the configured one, else sandbox;
 * what runs in it; and every host port, as the running server has it or else as the next `up` will try it.
 * Only looks: nothing is bound or written. `allocatePorts` makes sure that the ports can be had.
 */
export async function resolveStack(world: World, checkout: Checkout, overrides: ConfigOverrides = {}): Promise<Stack> {
  const instance = await livingInstance(world, checkout);
  const { config } = checkout.loaded;
  const record = await stackRecord(world, checkout);
  const asked = wishesBy(record, overrides);
  const mode = modeOf(asked.mode) ?? (instance === undefined ? config.mode : "sandbox") ?? "sandbox";
  const catalogue = catalogueOf(checkout);
  const planned = planStack(catalogue, {
    mode,
    with: asked.with ?? config.with,
    without: asked.without ?? config.without,
  });
  const wanted = await wantedFor(world, checkout, planned.embedded);
  const held = instance === undefined || mode !== "sandbox" ? [] : portsOf(instance);
  const next = wanted.map(({ key, now }) => [key, now] as const);
  const present = [...held].filter(([key]) => planned.embedded.has(serviceOf(key)));
  const own = catalogue.filter((service) => service.own);
  const ports = new Map([...next, ...present]);
  const standIns = (record?.mode === mode ? (record.standIns ?? []) : []).filter((id) => planned.running.has(id));
  return {
    ...{ mode, slot: checkout.slot, ...planned, ports },
    ...(standIns.length === 0 ? {} : { standIns: new Set(standIns) }),
    ...(own.length === 0 ? {} : { own }),
  };
}

/** Every port of the catalogue with its range and what it was moved to earlier. */
export async function wantedFor(
  world: World,
  checkout: Checkout,
  embedded: ReadonlySet<string>,
): Promise<readonly WantedPort[]> {
  const sticky = await readSticky(world, checkout);
  return wantedPorts(catalogueOf(checkout), {
    slot: checkout.slot,
    embedded,
    configured: checkout.loaded.config.ports,
    sticky,
  });
}

/** The moves this checkout remembers. */
export async function readSticky(world: World, { state }: Checkout): Promise<StickyPorts> {
  const text = await world.files.read(state.ports);
  if (text === undefined) return new Map();
  try {
    return parseSticky(text);
  } catch (cause) {
    const why = cause instanceof SyntaxError ? "it is not JSON" : String(Object(cause).message);
    throw AvbError.of("STATE_CORRUPT", { path: state.ports, why }, { cause });
  }
}

/** The sandbox server of this checkout, if its process lives. */
export async function livingInstance(world: World, checkout: Checkout): Promise<SandboxInstance | undefined> {
  const recorded = await recordedInstance(world, checkout);
  return recorded.state === "alive" ? recorded.instance : undefined;
}

/** The ports that a running server holds, by the port it stands in for. */
export function portsOf(instance: SandboxInstance): ReadonlyMap<PortKey, number> {
  const held = [
    ["identity", instance.identityPort],
    ["billing", instance.billingPort],
  ] as const;
  return new Map(
    held.flatMap(([offer, port]) => {
      const key = standInKey(services, offer);
      return key === undefined ? [] : [[key, port] as const];
    }),
  );
}

const serviceOf = (key: PortKey): string => key.slice(0, key.indexOf("."));

function modeOf(text: string | undefined): Mode | undefined {
  if (text === undefined || isMode(text)) return text;
  throw AvbError.of("MODE_UNKNOWN", { mode: text });
}

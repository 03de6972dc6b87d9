import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { AvbErrors } from "../domain/errors/avb-error.ts";
import type { Mode } from "../domain/modes.ts";
import { describeOwner } from "../domain/port-owner-text.ts";
import { formatPorts } from "../domain/ports.ts";
import { overlapWarnings, type PortWarning } from "../domain/ports-overlap.ts";
import { neededPorts, type WantedPort } from "../domain/ports-wanted.ts";
import type { Slot, Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { portTaken } from "./allocate-ports.ts";
import { catalogueOf } from "./catalogue.ts";
import { portsOfContainers } from "./live/up-live.ts";
import { openCheckout } from "./open-checkout.ts";
import { addressesOf, type PortVerdict, probePort } from "./probe-port.ts";
import { livingInstance, portsOf, resolveStack, wantedFor } from "./resolve-stack.ts";

/** One host port of the catalogue, as it stands on this machine. */
export interface PortRow {
  readonly service: string;
  readonly port: string;
  readonly purpose: string;
  /** The document's number, that of slot 0. */
  readonly documented: number;
  /** The number in this checkout. */
  readonly now: number;
  /** The numbers it may have, the preferred one first: `8080, 65006, 65031-65049`. */
  readonly range: string;
  readonly state: "free" | "ours" | "taken" | "refused";
  /** Who holds a taken one. */
  readonly owner?: string;
  /** True when this stack binds it. */
  readonly needed: boolean;
  /** True when it was moved away from the preferred number and stays there. */
  readonly sticky: boolean;
}

/** The ports of a checkout. */
export interface PortList {
  readonly mode: Mode;
  readonly slot: Slot;
  readonly ports: readonly PortRow[];
  /** What the operating system does with this slot's ports. */
  readonly warnings: readonly PortWarning[];
}

/** Every host port with its range and who holds it. Binds each for a moment; writes nothing. */
export const listPorts = async (world: World, overrides: ConfigOverrides = {}): Promise<PortList> =>
  listOf(await look(world, overrides));

/** The same, after making sure that every port this stack needs can be had: PORT_TAKEN (7) for each that cannot. */
export async function checkPorts(world: World, overrides: ConfigOverrides = {}): Promise<PortList> {
  const seen = await look(world, overrides);
  const [first, ...rest] = seen.observed.filter(isInTheWay).map((port) => takenError(world, port));
  if (first !== undefined) throw new AvbErrors([first, ...rest]);
  return listOf(seen);
}

interface Seen {
  readonly stack: Stack;
  readonly observed: readonly ObservedPort[];
  readonly warnings: readonly PortWarning[];
}

async function look(world: World, overrides: ConfigOverrides): Promise<Seen> {
  const checkout = await openCheckout(world, overrides);
  const stack = await resolveStack(world, checkout, overrides);
  const [observed, warnings] = await Promise.all([
    observePorts(world, checkout, stack),
    systemPortWarnings(world, stack.slot),
  ]);
  return { stack, observed, warnings };
}

const listOf = ({ stack, observed, warnings }: Seen): PortList => ({
  ...{ mode: stack.mode, slot: stack.slot, ports: observed.map(rowOf), warnings },
});

/** A port with what a bind found. */
export interface ObservedPort {
  readonly want: WantedPort;
  readonly now: number;
  readonly needed: boolean;
  readonly verdict: PortVerdict;
}

/** Tries every port of the catalogue, those of our own running server and containers left alone. */
export async function observePorts(world: World, checkout: Checkout, stack: Stack): Promise<readonly ObservedPort[]> {
  const [instance, held] = await Promise.all([livingInstance(world, checkout), portsOfContainers(world, checkout)]);
  const ours = new Set([...(instance === undefined ? [] : portsOf(instance).values()), ...held]);
  const needed = new Set(neededPorts(catalogueOf(checkout), stack).map(({ key }) => key));
  return Promise.all(
    (await wantedFor(world, checkout, stack.embedded)).map(async (want) => {
      const now = stack.ports.get(want.key) ?? want.now;
      const addresses = addressesOf(stack.embedded.has(want.service.id));
      const verdict: PortVerdict = ours.has(now) ? { state: "ours" } : await probePort(world, now, addresses);
      return { want, now, needed: needed.has(want.key), verdict };
    }),
  );
}

/** True for a needed port that somebody else holds or the system refuses. */
export const isInTheWay = ({ needed, verdict }: ObservedPort): boolean =>
  needed && (verdict.state === "taken" || verdict.state === "refused");

/** The error for a port in the way; unlike `--strict`, the next `up` would move it. */
export const takenError = (world: World, { want, now, verdict }: ObservedPort) =>
  portTaken(world, { service: want.service, wanted: now }, verdict, "avb dev up, which moves it inside its range");

/** What the operating system does with this slot's ports. */
export async function systemPortWarnings(world: World, slot: Slot): Promise<readonly PortWarning[]> {
  const [ephemeral, reserved] = await Promise.all([world.sockets.ephemeralRange(), world.sockets.reservedRanges()]);
  const { platform } = world.host;
  return overlapWarnings(slot, { platform, reserved, ...(ephemeral === undefined ? {} : { ephemeral }) });
}

const rowOf = ({ want, now, needed, verdict }: ObservedPort): PortRow => ({
  service: want.service.id,
  port: want.port,
  purpose: want.service.purpose,
  documented: want.fact.host,
  now,
  range: formatPorts(want.range),
  state: verdict.state,
  ...(verdict.state === "taken" ? { owner: describeOwner(verdict.owner) } : {}),
  needed,
  sticky: now !== want.wanted,
});

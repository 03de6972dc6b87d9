import { findPort, type KnownPort, knownPorts, rangeOf, shifted } from "./ports.ts";
import { type StickyPorts, stuckAt } from "./ports-sticky.ts";
import type { Service } from "./service.ts";
import type { PortKey, Slot, Stack } from "./stack.ts";

/** What a host port is to be: the wanted one, the ones it may move to, and the one it has now. */
export interface WantedPort extends KnownPort {
  /** The preferred port first. */
  readonly range: readonly number[];
  readonly wanted: number;
  /** The wanted one, or the one it was moved to earlier. */
  readonly now: number;
}

/** What decides on a stack's ports. */
export interface PortWishes {
  readonly slot: Slot;
  readonly embedded: ReadonlySet<string>;
  /** Configured ports by `service` or `service.port`, numbered as in slot 0. */
  readonly configured: Readonly<Record<string, number>>;
  readonly sticky: StickyPorts;
}

/** Every host port of the catalogue with its range, its wanted number and its present one. */
export function wantedPorts(services: readonly Service[], wishes: PortWishes): readonly WantedPort[] {
  const configured = new Map(
    Object.entries(wishes.configured).map(([name, port]) => [findPort(services, name)?.key, port]),
  );
  return knownPorts(services).map((known) => {
    const { key, service, fact } = known;
    const range = rangeOf(fact, wishes.slot, wishes.embedded.has(service.id) && isStandIn(known));
    const wanted = wantedOf({ known, range, slot: wishes.slot }, configured.get(key));
    const stuck = stuckAt(wishes.sticky, key, wanted);
    return { ...known, range, wanted, now: stuck !== undefined && range.includes(stuck) ? stuck : wanted };
  });
}

/** A configured port counts where the range has it. It is numbered as in slot 0; only the embedded server's 8080 does not follow slots. */
function wantedOf(
  { known, range, slot }: { known: KnownPort; range: readonly number[]; slot: Slot },
  asked: number | undefined,
): number {
  const { fact } = known;
  const port = asked === undefined || asked === fact.sandboxHost ? asked : shifted(asked, fact.block, slot);
  return port !== undefined && range.includes(port) ? port : (range[0] ?? fact.host);
}

/** True for the one port of a service that the embedded sandbox server answers on: its first. */
export const isStandIn = ({ service, port }: KnownPort): boolean =>
  service.standIn !== undefined && Object.keys(service.ports)[0] === port;

/** The ports a stack binds on this machine: every one of a container, and the stand-in's of an embedded service. */
export const neededPorts = (services: readonly Service[], stack: Pick<Stack, "mode" | "running" | "embedded">) =>
  stack.mode === "production"
    ? []
    : knownPorts(services).filter(
        (known) => stack.running.has(known.service.id) || (stack.embedded.has(known.service.id) && isStandIn(known)),
      );

/** The key of the port on which the embedded server stands in, by what it offers. */
export const standInKey = (services: readonly Service[], offer: "identity" | "billing"): PortKey | undefined =>
  knownPorts(services).find((known) => known.service.standIn === offer && isStandIn(known))?.key;

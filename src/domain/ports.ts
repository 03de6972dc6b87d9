import { APPLICATION_PORTS } from "./application-ports.ts";
import type { PortBlock, PortFact, Service } from "./service.ts";
import type { PortKey, Slot } from "./stack.ts";

/** A run of ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** One of the two blocks: its ports in slot 0, the spare ones among them, and how far a slot shifts it. */
interface Block {
  readonly title: string;
  readonly all: PortRange;
  readonly spare: PortRange;
  readonly shift: number;
}

/** The blocks of matrix section 2 in slot 0: 65xxx, and 63690 to 63699 for Lago alone. */
export const BLOCKS = {
  voicebox: { title: "AgentVoiceBox", all: { from: 65000, to: 65049 }, spare: { from: 65031, to: 65049 }, shift: 50 },
  lago: { title: "Lago", all: { from: 63690, to: 63699 }, spare: { from: 63695, to: 63699 }, shift: 10 },
} as const satisfies Record<PortBlock, Block>;

/** AgentVoiceBox's own ports in slot 0 (API, portal, Prometheus and the like): never given to a service. */
export const RESERVED_PORTS: readonly number[] = Object.values(APPLICATION_PORTS);

/** The slots a machine has. */
export const SLOTS: readonly Slot[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The slot of that number, undefined where there is none. */
export const asSlot = (value: number): Slot | undefined => SLOTS.find((slot) => slot === value);

/** `service.port`. */
export const portKey = (service: string, port: string): PortKey => `${service}.${port}`;

/** A port of slot 0 as the slot has it. */
export const shifted = (port: number, block: PortBlock, slot: Slot): number => port + BLOCKS[block].shift * slot;

/** A block as the slot has it. */
export const blockOf = (block: PortBlock, slot: Slot): PortRange => shiftedRange(BLOCKS[block].all, block, slot);

/** One host port that the catalogue knows: whose it is and its facts. */
export interface KnownPort {
  readonly key: PortKey;
  readonly service: Service;
  readonly port: string;
  readonly fact: PortFact;
}

/** Every host port of the catalogue, in its order; a service that is never a container of ours has none. */
export const knownPorts = (services: readonly Service[]): readonly KnownPort[] =>
  services.flatMap((service) =>
    Object.entries(service.ports).map(([port, fact]) => ({ key: portKey(service.id, port), service, port, fact })),
  );

/** The port that a person means by `keycloak` (its first) or `keycloak.http`. */
export function findPort(services: readonly Service[], name: string): KnownPort | undefined {
  const all = knownPorts(services);
  return all.find(({ key }) => key === name) ?? all.find(({ service }) => service.id === name);
}

/** The documented ports of a slot by `service.port`. */
export const slotPorts = (services: readonly Service[], slot: Slot): ReadonlyMap<PortKey, number> =>
  new Map(knownPorts(services).map(({ key, fact }) => [key, shifted(fact.host, fact.block, slot)]));

/**
 * The ports a service may get, the preferred one first: its documented one, then the spare ones of its block.
 * The embedded sandbox server prefers its own documented port (8080) in slot 0.
 */
export function rangeOf(fact: PortFact, slot: Slot, embedded = false): readonly number[] {
  const spare = shiftedRange(BLOCKS[fact.block].spare, fact.block, slot);
  const spares = Array.from({ length: spare.to - spare.from + 1 }, (_, index) => spare.from + index);
  const exception = embedded && slot === 0 && fact.sandboxHost !== undefined ? [fact.sandboxHost] : [];
  return [...new Set([...exception, shifted(fact.host, fact.block, slot), ...spares])];
}

/** Ports as a person reads them: `8080, 65006, 65031-65049`. */
export function formatPorts(ports: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const port of ports) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === port - 1) last.to = port;
    else runs.push({ from: port, to: port });
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

/** The part two runs of ports have in common. */
export function overlapOf(one: PortRange, other: PortRange): PortRange | undefined {
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
  return from <= to ? { from, to } : undefined;
}

function shiftedRange(range: PortRange, block: PortBlock, slot: Slot): PortRange {
  return { from: shifted(range.from, block, slot), to: shifted(range.to, block, slot) };
}

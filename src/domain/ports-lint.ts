import { AvbError, type Place } from "./errors/avb-error.ts";
import {
  BLOCKS,
  findPort,
  formatPorts,
  type KnownPort,
  knownPorts,
  type PortRange,
  RESERVED_PORTS,
  rangeOf,
} from "./ports.ts";
import type { PortBlock, Service } from "./service.ts";

/** Below it only an administrator may bind. */
const FIRST_UNPRIVILEGED = 1024;

/** Where a key of `ports` stands in its file, where that is known. */
export type PlaceOf = (name: string) => Place | undefined;

/**
 * What is wrong with configured ports (by `service` or `service.port`, numbered as in slot 0): an unknown name, a privileged or
 * reserved port, Lago and AgentVoiceBox in each other's block, a port outside its range, one asked for twice.
 */
export function lintPorts(
  services: readonly Service[],
  ports: Readonly<Record<string, number>>,
  placeOf: PlaceOf = () => undefined,
): readonly AvbError[] {
  const named = Object.entries(ports).map(([name, port]) => ({ name, port, known: findPort(services, name) }));
  const place = (name: string) => detail(placeOf(name));
  const unknown = named
    .filter(({ known }) => known === undefined)
    .map(({ name }) => AvbError.of("PORT_UNKNOWN", { key: name, known: namesOf(services) }, place(name)));
  const wrong = named.flatMap(({ name, port, known }) => {
    const problem = known === undefined ? undefined : problemOf(known, port, place(name));
    return problem === undefined ? [] : [problem];
  });
  return [...unknown, ...wrong, ...duplicates(named, place)];
}

type Detail = { readonly place?: Place };
const detail = (place: Place | undefined): Detail => (place === undefined ? {} : { place });

function problemOf(known: KnownPort, port: number, place: Detail): AvbError | undefined {
  const { fact, key, service } = known;
  const range = rangeOf(fact, 0, service.standIn !== undefined);
  if (range.includes(port)) return undefined;
  const facts = { port: String(port), service: key, suggestion: formatPorts(rangeOf(fact, 0)) };
  if (port > 0 && port < FIRST_UNPRIVILEGED) return AvbError.of("PORT_PRIVILEGED", facts, place);
  if (RESERVED_PORTS.includes(port)) return AvbError.of("PORT_RESERVED", facts, place);
  const other: PortBlock = fact.block === "lago" ? "voicebox" : "lago";
  if (holds(BLOCKS[other].all, port))
    return AvbError.of("PORT_WRONG_BLOCK", { ...facts, block: BLOCKS[other].title }, place);
  return AvbError.of("PORT_OUTSIDE_RANGE", { ...facts, range: formatPorts(range) }, place);
}

const holds = ({ from, to }: PortRange, port: number): boolean => port >= from && port <= to;

interface Named {
  readonly name: string;
  readonly port: number;
  readonly known: KnownPort | undefined;
}

/** Ports that two keys ask for, and two names of one port with different wishes. */
function duplicates(named: readonly Named[], place: (name: string) => Detail): readonly AvbError[] {
  return named.flatMap((one, index) => {
    const other = named.slice(0, index).find(({ port, known }) => port === one.port || known?.key === one.known?.key);
    if (other === undefined || one.known === undefined || other.known === undefined) return [];
    const range = formatPorts(rangeOf(one.known.fact, 0).filter((port) => port !== one.port));
    const facts = { port: String(one.port), one: other.name, other: one.name, range };
    return [AvbError.of("PORT_DUPLICATE", facts, place(one.name))];
  });
}

const namesOf = (services: readonly Service[]): string =>
  knownPorts(services)
    .map(({ key }) => key)
    .join(", ");

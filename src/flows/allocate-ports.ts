import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { describeOwner, stopOwner } from "../domain/port-owner-text.ts";
import { formatPorts, SLOTS } from "../domain/ports.ts";
import { printSticky, type StickyPorts, withMove } from "../domain/ports-sticky.ts";
import { neededPorts, type WantedPort } from "../domain/ports-wanted.ts";
import type { PortKey, Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { addressesOf, type PortVerdict, probePort } from "./probe-port.ts";
import { livingInstance, portsOf, readSticky, wantedFor } from "./resolve-stack.ts";

/** A port that could not be had and the one given instead: to be said aloud. */
export interface MovedPort {
  readonly service: string;
  readonly port: string;
  readonly from: number;
  readonly to: number;
  /** Who holds it: `nginx (pid 812)`. */
  readonly because: string;
}

/** A stack whose needed ports were all free a moment ago, or are held by our own running server. */
export interface Allocation {
  readonly stack: Stack;
  readonly moved: readonly MovedPort[];
  /** What `keepPorts` writes. */
  readonly sticky: StickyPorts;
}

/** How ports are allocated. */
export interface AllocateOptions {
  /** Never move: PORT_TAKEN (7) where the wanted port cannot be had. */
  readonly strict?: boolean;
  /** A further address the embedded server will bind. */
  readonly gateway?: string;
  /** Host ports that our own running containers publish. */
  readonly ours?: readonly number[];
}

/**
 * Makes sure that every port the stack needs can be bound, moving one inside its range where it must;
 * PORT_TAKEN or PORT_RANGE_FULL (7). Binds for a moment, writes nothing.
 */
export async function allocatePorts(
  world: World,
  checkout: Checkout,
  { stack, ...options }: AllocateOptions & { readonly stack: Stack },
): Promise<Allocation> {
  const wanted = await wantedFor(world, checkout, stack.embedded);
  const instance = await livingInstance(world, checkout);
  const ours = new Set([...(instance === undefined ? [] : portsOf(instance).values()), ...(options.ours ?? [])]);
  const needed = new Set<PortKey>(neededPorts(catalogueOf(checkout), stack).map(({ key }) => key));
  const ports = new Map<PortKey, number>(wanted.map(({ key, now }) => [key, now]));
  const moved: MovedPort[] = [];
  let sticky = await readSticky(world, checkout);
  for (const want of wanted.filter(({ key }) => needed.has(key))) {
    const others = new Set([...ports].filter(([key]) => key !== want.key).map(([, port]) => port));
    const embedded = stack.embedded.has(want.service.id);
    const addresses = addressesOf(embedded, options.gateway);
    const got = await choose(world, { want, others, ours, addresses, strict: options.strict === true });
    ports.set(want.key, got.port);
    sticky = withMove(sticky, want.key, { wanted: want.wanted, given: got.port });
    if (got.because !== undefined) moved.push(moveOf(want, got.port, got.because));
  }
  return { stack: { ...stack, ports }, moved, sticky };
}

/** Remembers the moves, so that the next command and the next start find the same ports. Writes only what is new. */
export async function keepPorts(world: World, checkout: Checkout, { sticky }: Allocation): Promise<void> {
  const text = printSticky(sticky);
  const have = await readSticky(world, checkout);
  if (text !== printSticky(have)) await world.files.write(checkout.state.ports, text);
}

interface Choice {
  readonly want: WantedPort;
  readonly others: ReadonlySet<number>;
  readonly ours: ReadonlySet<number>;
  readonly addresses: readonly string[];
  readonly strict: boolean;
}

async function choose(world: World, choice: Choice): Promise<{ port: number; because?: string }> {
  const { want, others, ours, addresses, strict } = choice;
  const first = strict ? want.wanted : want.now;
  const usable = (port: number): Promise<PortVerdict> =>
    ours.has(port) ? Promise.resolve({ state: "free" }) : probePort(world, port, addresses);
  const verdict = others.has(first) ? sharedVerdict : await usable(first);
  if (verdict.state === "free") return { port: first };
  if (strict) throw portTaken(world, want, verdict, "leave out --strict, and it moves inside its range");
  let left = want.range.filter((port) => port !== first && !others.has(port));
  for (;;) {
    const port = await world.sockets.firstFree(left);
    if (port === undefined) throw rangeFull(want);
    if ((await usable(port)).state === "free") return { port, because: verdictText(verdict) };
    left = left.filter((other) => other !== port);
  }
}

/** Two services cannot share a port: as taken as by a stranger. */
const sharedVerdict: PortVerdict = { state: "taken", owner: { command: "another service of this stack" } };

const moveOf = ({ service, port, now }: WantedPort, to: number, because: string): MovedPort => ({
  ...{ service: service.id, port, from: now, to, because },
});

const verdictText = (verdict: PortVerdict): string =>
  verdict.state === "taken" ? describeOwner(verdict.owner) : "the operating system, which refuses it to programs";

/** The error for a needed port that cannot be had. */
export function portTaken(
  world: World,
  { service, wanted }: Pick<WantedPort, "service" | "wanted">,
  verdict: PortVerdict,
  otherwise: string,
): AvbError {
  const owner = verdict.state === "taken" ? verdict.owner : undefined;
  const stop =
    verdict.state === "refused" ? "avb dev doctor --check ephemeral" : stopOwner(owner, wanted, world.host.platform);
  const facts = { port: String(wanted), owner: verdictText(verdict), service: service.id, stop, otherwise };
  return AvbError.of("PORT_TAKEN", facts);
}

const rangeFull = ({ service, range, fact }: WantedPort): AvbError =>
  AvbError.of("PORT_RANGE_FULL", {
    service: service.id,
    range: formatPorts(range),
    slot: String(SLOTS.at(range.includes(fact.host) ? 1 : 0)),
  });

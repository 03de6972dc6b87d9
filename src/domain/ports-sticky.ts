import type { PortKey } from "./stack.ts";

/** A port that was moved once and stays there: what was wanted, what was given instead. */
export interface StickyPort {
  readonly wanted: number;
  readonly given: number;
}

/**
 * The moved ports of a checkout by `service.port` and the port that was wanted: a service may want another one
 * in another mode or after its configuration changed, and then an old move says nothing.
 */
export type StickyPorts = ReadonlyMap<PortKey, readonly StickyPort[]>;

/** Where a wanted port was moved to, if it was. */
export const stuckAt = (sticky: StickyPorts, key: PortKey, wanted: number): number | undefined =>
  sticky.get(key)?.find((port) => port.wanted === wanted)?.given;

/** The moves with one more, or with one taken back when a port got what it wanted. */
export function withMove(sticky: StickyPorts, key: PortKey, { wanted, given }: StickyPort): StickyPorts {
  const others = (sticky.get(key) ?? []).filter((port) => port.wanted !== wanted);
  const moves = given === wanted ? others : [...others, { wanted, given }];
  const rest = [...sticky].filter(([known]) => known !== key);
  return new Map(moves.length === 0 ? rest : [...rest, [key, moves]]);
}

/** The moves as their file holds them. */
export const printSticky = (sticky: StickyPorts): string =>
  `${JSON.stringify(Object.fromEntries([...sticky].sort(([one], [other]) => (one < other ? -1 : 1))), null, 2)}\n`;

/** The moves in the text of their file; throws an Error that says what is wrong with it. */
export function parseSticky(text: string): StickyPorts {
  const file: unknown = JSON.parse(text);
  if (typeof file !== "object" || file === null || Array.isArray(file)) throw new Error("it is not a JSON object");
  return new Map(Object.entries(file).map(([key, moves]) => [asKey(key), asMoves(key, moves)]));
}

function asKey(text: string): PortKey {
  const [service, port] = text.split(".");
  if (!service || !port) throw new Error(`'${text}' names no port`);
  return `${service}.${port}`;
}

function asMoves(key: string, moves: unknown): readonly StickyPort[] {
  if (!Array.isArray(moves)) throw new Error(`'${key}' holds no list`);
  return moves.map((move: unknown) => {
    const { wanted, given }: Record<string, unknown> = Object(move);
    if (!Number.isInteger(wanted) || !Number.isInteger(given)) throw new Error(`'${key}' holds no ports`);
    return { wanted: Number(wanted), given: Number(given) };
  });
}

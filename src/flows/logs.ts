import { isAtLeast, type LogEntry, type LogLevel } from "../domain/log-entry.ts";
import type { World } from "../domain/world.ts";
import { dryWorld } from "./dry-world.ts";
import { logSources } from "./log-sources.ts";
import { openCheckout } from "./open-checkout.ts";
import type { LogSource } from "./server-log.ts";

/** What of the logs is wanted. */
export interface LogsOptions {
  /** How many of the last lines. */
  readonly tail: number;
  /** Stay and hand out what is added, until the signal. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Only these services, or `sandbox` for the server; all when empty. */
  readonly services?: readonly string[];
  /** Only lines of this moment and later, in milliseconds since 1970. */
  readonly sinceMs?: number;
  readonly matches?: (text: string) => boolean;
  /** Only lines that matter at least so much. */
  readonly level?: LogLevel;
  /** Told what a person should know beside it. */
  readonly caution?: (text: string) => void;
  /** Takes a line as a person reads it; `isAlone` where nothing but the server is read, so that no name need stand before it. */
  readonly line: (text: string, entry: LogEntry, isAlone: boolean) => void;
}

/** What was read and how many lines were handed out. */
export interface LogsResult {
  /** The sandbox server's log, where that was read. */
  readonly file?: string;
  readonly lines: number;
}

/** How many lines are read to find those that are asked for. */
const MOST = 100_000;
/** Lines of several sources that come within this time are put in their order. */
const GATHER_MS = 200;

/**
 * Hands out what the sandbox server and the containers wrote, in the order of time, safe for a terminal and without the
 * secrets of the stack. SANDBOX_NOT_RUNNING and NOTHING_STARTED (8) where there is nothing to read.
 */
export async function logs(real: World, options: LogsOptions): Promise<LogsResult> {
  const world = dryWorld(real);
  const checkout = await openCheckout(world);
  const { server, containers } = await logSources(world, checkout, options);
  const sources = [server, containers].filter((one) => one !== undefined);
  let lines = 0;
  const hand = (entries: readonly LogEntry[]) => {
    for (const entry of entries) options.line(entry.text, entry, containers === undefined);
    lines += entries.length;
  };
  const isFiltered = options.matches !== undefined || options.level !== undefined;
  const there = await Promise.all(sources.map((one) => one.read(isFiltered ? MOST : options.tail)));
  hand(options.tail === 0 ? [] : inOrder(there.flat().filter(wanted(options))).slice(-options.tail));
  if (options.follow) await follow(world, sources, { options, hand });
  return { ...(server === undefined ? {} : { file: checkout.state.serverLog }), lines };
}

async function follow(
  world: World,
  sources: readonly LogSource[],
  { options, hand }: { readonly options: LogsOptions; readonly hand: (entries: readonly LogEntry[]) => void },
): Promise<void> {
  const { signal } = options;
  const waiting: LogEntry[] = [];
  let failure: { readonly error: unknown } | undefined;
  const following = sources.map((one) => one.follow((entry) => void waiting.push(entry), signal));
  const ended = Promise.all(following).catch((error: unknown) => {
    failure = { error };
  });
  while (!signal.aborted && failure === undefined) {
    await world.clock.sleep(GATHER_MS, signal).catch(() => undefined);
    hand(inOrder(waiting.splice(0).filter(wanted(options))));
  }
  if (failure !== undefined) throw failure.error;
  await ended;
  hand(inOrder(waiting.splice(0).filter(wanted(options))));
}

const inOrder = (entries: readonly LogEntry[]): readonly LogEntry[] => entries.toSorted((a, b) => a.atMs - b.atMs);

const wanted =
  ({ sinceMs = 0, matches, level }: LogsOptions) =>
  (entry: LogEntry): boolean =>
    entry.atMs >= sinceMs &&
    (level === undefined || isAtLeast(entry.level, level)) &&
    (matches === undefined || matches(entry.text));

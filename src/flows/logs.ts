import { AvbError } from "../domain/errors/avb-error.ts";
import { printable } from "../domain/printable.ts";
import { olderLog, type RequestEntry, readRequest, requestText } from "../domain/request-log.ts";
import type { World } from "../domain/world.ts";
import { openCheckout } from "./open-checkout.ts";

const LOOK_MS = 200;
const LONGEST_LINE = 4000;

/** What of the log is wanted. */
export interface LogsOptions {
  /** How many of the last lines. */
  readonly tail: number;
  /** Stay and hand out what is added, until the signal. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Takes a line as a person reads it, with the request it speaks of. */
  readonly line: (text: string, request?: RequestEntry) => void;
}

/** The file that was read and how many lines were handed out. */
export interface LogsResult {
  readonly file: string;
  readonly lines: number;
}

/** Hands out the sandbox server's log line by line, safe for a terminal; SANDBOX_NOT_RUNNING (8) where none was ever written. */
export async function logs(world: World, options: LogsOptions): Promise<LogsResult> {
  const { state } = await openCheckout(world);
  const text = await world.files.read(state.serverLog);
  if (text === undefined) throw AvbError.of("SANDBOX_NOT_RUNNING", {});
  let handed = 0;
  const hand = (lines: readonly string[]) => {
    for (const line of lines) handOne(options, line);
    handed += lines.length;
  };
  const whole = wholeLines(text);
  const older = whole.length < options.tail ? await world.files.read(olderLog(state.serverLog)) : undefined;
  hand(options.tail === 0 ? [] : [...wholeLines(older ?? ""), ...whole].slice(-options.tail));
  let seen = whole.length;
  while (options.follow && !options.signal.aborted) {
    await world.clock.sleep(LOOK_MS, options.signal).catch(() => undefined);
    const now = wholeLines((await world.files.read(state.serverLog)) ?? "");
    // Fewer lines than before: the log was begun anew.
    hand(now.slice(now.length < seen ? 0 : seen));
    seen = now.length;
  }
  return { file: state.serverLog, lines: handed };
}

function handOne({ line }: LogsOptions, text: string): void {
  const request = readRequest(text);
  if (request === undefined) line(printable(text, LONGEST_LINE));
  else line(requestText(request), request);
}

/** A last line without its end is still being written. */
const wholeLines = (text: string): readonly string[] => text.split("\n").slice(0, -1);

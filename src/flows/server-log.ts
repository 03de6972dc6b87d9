import type { Checkout } from "../domain/checkout.ts";
import { type LogEntry, type LogLevel, levelOf } from "../domain/log-entry.ts";
import { printable } from "../domain/printable.ts";
import { olderLog, type RequestEntry, readRequest, requestText } from "../domain/request-log.ts";
import type { World } from "../domain/world.ts";

/** Something that writes lines. */
export interface LogSource {
  /** The last lines that are there, oldest first. */
  read(most: number): Promise<readonly LogEntry[]>;
  /** Tells those that come after them, until the signal. */
  follow(hear: (entry: LogEntry) => void, signal: AbortSignal): Promise<void>;
}

/** The name under which the server's lines stand among those of containers. */
export const SERVER = "sandbox";

const LOOK_MS = 200;
const LONGEST_LINE = 4000;

/** The sandbox server's log and the one before it; undefined where none was ever written. */
export async function serverLog(world: World, { state }: Checkout): Promise<LogSource | undefined> {
  const path = state.serverLog;
  if ((await world.files.facts(path)) === undefined) return undefined;
  const lines = async () => wholeLines((await world.files.read(path)) ?? "");
  const entries = reader();
  let seen = 0;
  return {
    async read(most) {
      const whole = await lines();
      seen = whole.length;
      const older = whole.length < most ? await world.files.read(olderLog(path)) : undefined;
      const all = [...wholeLines(older ?? ""), ...whole];
      return (most === 0 ? [] : all.slice(-most)).map(entries);
    },
    async follow(hear, signal) {
      while (!signal.aborted) {
        await world.clock.sleep(LOOK_MS, signal).catch(() => undefined);
        const now = await lines();
        // Fewer lines than before: the log was begun anew.
        for (const text of now.slice(now.length < seen ? 0 : seen)) hear(entries(text));
        seen = now.length;
      }
    },
  };
}

/** A last line without its end is still being written. */
const wholeLines = (text: string): readonly string[] => text.split("\n").slice(0, -1);

/** Reads one line after the other: one without a time has that of the line before it. */
function reader(): (text: string) => LogEntry {
  let atMs = 0;
  return (text) => {
    const request = readRequest(text);
    const moment = Date.parse(request?.time ?? text.slice(0, text.indexOf(" ")));
    if (!Number.isNaN(moment)) atMs = moment;
    const about = { atMs, source: SERVER, stream: "stderr" } as const;
    if (request === undefined) return { ...about, level: levelOf(text) ?? "info", text: printable(text, LONGEST_LINE) };
    return { ...about, level: levelOfRequest(request), text: requestText(request), request };
  };
}

/** An answer that is nobody's fault but the server's is an error, a refusal a warning. */
const levelOfRequest = ({ status }: RequestEntry): LogLevel => {
  if (status >= 500) return "error";
  return status >= 400 ? "warn" : "info";
};

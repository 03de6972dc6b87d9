import type { ContainerLine, EngineContainer } from "../../domain/containers.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { type LogEntry, type LogLevel, levelOf } from "../../domain/log-entry.ts";
import { lineRedactor, plainLine } from "../../domain/plain-line.ts";
import type { World } from "../../domain/world.ts";
import type { LogSource } from "../server-log.ts";
import { nameIn } from "./why-fallen.ts";

/** Which containers are read, now and again while they are followed: an `up` may make them anew. */
export interface ContainerLogs {
  readonly list: () => Promise<readonly EngineContainer[]>;
  readonly sinceMs?: number;
  readonly redact: (text: string) => string;
}

const LOOK_MS = 1000;

/** What the containers of a stack write, as one source. */
export function containerLogs(world: World, { list, sinceMs, redact }: ContainerLogs): LogSource {
  const readers = new Map<string, Reader>();
  const readerOf = (one: EngineContainer): Reader => {
    const known = readers.get(one.id) ?? reader(nameIn(one), redact);
    readers.set(one.id, known);
    return known;
  };
  return {
    async read(most) {
      const containers = await list();
      const told = await Promise.all(
        containers.map((one) => readNow(world, one, { most, sinceMs, reader: readerOf(one) })),
      );
      return told.flat();
    },
    async follow(hear, signal) {
      const followed = new Map<string, Promise<void>>();
      while (!signal.aborted) {
        const running = (await list()).filter(({ id, life }) => life === "running" && !followed.has(id));
        for (const one of running) {
          const end = follow(world, one, { signal, hear, reader: readerOf(one) }).finally(() =>
            followed.delete(one.id),
          );
          followed.set(one.id, end);
        }
        await world.clock.sleep(LOOK_MS, signal).catch(() => undefined);
      }
      await Promise.all(followed.values());
    },
  };
}

/** What is remembered of a container's log: how far it was read, and what it said last. */
interface Reader {
  lastMs: number;
  /** The lines of that very millisecond, which the engine tells again. */
  readonly atLast: string[];
  readonly read: (line: ContainerLine) => LogEntry;
}

function reader(source: string, redact: (text: string) => string): Reader {
  const hide = lineRedactor(redact);
  // What follows a line that says its level belongs to it: a stack trace, a statement.
  let level: LogLevel = "info";
  const self: Reader = {
    lastMs: 0,
    atLast: [],
    read: ({ atMs, stream, text }) => {
      if (atMs !== self.lastMs) self.atLast.length = 0;
      self.lastMs = atMs;
      self.atLast.push(text);
      level = levelOf(text) ?? level;
      return { atMs, source, stream, level, text: plainLine(hide(text)) };
    },
  };
  return self;
}

async function readNow(
  world: World,
  { id }: EngineContainer,
  about: { readonly most: number; readonly sinceMs: number | undefined; readonly reader: Reader },
): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  const { most, sinceMs, reader: from } = about;
  const options = { tail: most, limits: { timeoutMs: LIVE_MS.change }, ...(sinceMs === undefined ? {} : { sinceMs }) };
  await world.containers.logs(id, options, (line) => void entries.push(from.read(line)));
  return entries;
}

/** Ends when the container does, or with the signal; what was read already is not told again. */
async function follow(
  world: World,
  { id }: EngineContainer,
  about: { readonly signal: AbortSignal; readonly hear: (entry: LogEntry) => void; readonly reader: Reader },
): Promise<void> {
  const { signal, hear, reader: from } = about;
  const { lastMs } = from;
  const again = [...from.atLast];
  const limits = { timeoutMs: LIVE_MS.change, signal };
  await world.containers
    .logs(id, { tail: "all", sinceMs: lastMs, follow: true, limits }, (line) => {
      const at = line.atMs === lastMs ? again.indexOf(line.text) : -1;
      if (at === -1) hear(from.read(line));
      else again.splice(at, 1);
    })
    // Removed while it is read: the next look finds what is in its place.
    .catch(() => undefined);
}

import { printable } from "./printable.ts";

/** The ports that the sandbox server answers on, by what is offered there. */
export type SandboxOffer = "identity" | "billing";

/** The log before this one: it was moved aside when it had grown large. */
export const olderLog = (log: string): string => `${log}.1`;

/** One request that the sandbox server answered: a line of its log. */
export interface RequestEntry {
  /** When it came, ISO 8601 in UTC. */
  readonly time: string;
  readonly on: SandboxOffer;
  readonly method: string;
  /** Without its query, which carries codes and tokens. */
  readonly path: string;
  /** HTTP status; 0 where the asker left before the answer was out. */
  readonly status: number;
  /** Milliseconds until the answer was out. */
  readonly ms: number;
  /** Who asked, or who was signed in by it: a username, or a service account's name. */
  readonly user?: string;
}

/** The entry as the log keeps it: one line of JSON. */
export const requestLine = (entry: RequestEntry): string => JSON.stringify(entry);

/** The entry that a line of the log holds; undefined for a line that speaks of something else. */
export function readRequest(line: string): RequestEntry | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry: RequestEntry = JSON.parse(line);
    return typeof entry.time === "string" && typeof entry.path === "string" ? entry : undefined;
  } catch {
    return undefined;
  }
}

const LONGEST_PATH = 300;
const LONGEST_NAME = 120;

/** The entry for a person: time, method, path, status, duration, who. */
export function requestText({ time, on, method, path, status, ms, user }: RequestEntry): string {
  const words = [
    printable(time),
    on === "billing" ? "billing" : "",
    printable(method).padEnd(6),
    printable(path, LONGEST_PATH),
    status === 0 ? "cut off" : String(status),
    `${Number(ms).toFixed(1)} ms`,
    printable(user ?? "", LONGEST_NAME),
  ];
  return words.filter((word) => word !== "").join(" ");
}

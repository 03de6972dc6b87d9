import type { RequestEntry } from "./request-log.ts";

/** How much a line matters, the gravest first. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;

/** One of them. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A line that something in the stack wrote, safe for a terminal and without a secret. */
export interface LogEntry {
  /** Milliseconds since 1970; that of the line before it where it has none. */
  readonly atMs: number;
  /** The container's own name, or `sandbox` for the server. */
  readonly source: string;
  readonly stream: "stdout" | "stderr";
  readonly level: LogLevel;
  readonly text: string;
  /** The request that it speaks of, in the server's log. */
  readonly request?: RequestEntry;
}

const WORDS: Readonly<Record<string, LogLevel>> = {
  ...{
    panic: "error",
    fatal: "error",
    critical: "error",
    crit: "error",
    severe: "error",
    error: "error",
    err: "error",
  },
  ...{ warning: "warn", warn: "warn" },
  ...{ notice: "info", info: "info", log: "info" },
  ...{ debug: "debug", trace: "debug", verbose: "debug", fine: "debug" },
};

/** Redis says it with one character behind the time (redis.conf, "loglevel"). */
const REDIS: Readonly<Record<string, LogLevel>> = { "#": "warn", "*": "info", "-": "debug", ".": "debug" };

const KNOWN = Object.keys(WORDS).join("|");
/** A field of JSON or logfmt, a word between brackets, or one in capitals near the line's beginning. */
const FORMS: readonly RegExp[] = [
  new RegExp(`"(?:level|severity|lvl)"\\s*:\\s*"(${KNOWN})"`, "i"),
  new RegExp(`\\b(?:level|severity|lvl)=(${KNOWN})\\b`, "i"),
  new RegExp(`\\[\\s*(${KNOWN})\\s*\\]`, "i"),
  new RegExp(`^.{0,80}?\\b(${KNOWN.toUpperCase()})\\b`),
];

/** How much a line says that it matters; undefined for one that does not say. */
export function levelOf(text: string): LogLevel | undefined {
  const mark = /^\d+:[XCSM] .{10,30} ([#*.-]) /.exec(text)?.[1];
  if (mark !== undefined) return REDIS[mark];
  for (const form of FORMS) {
    const word = form.exec(text)?.[1];
    if (word !== undefined) return WORDS[word.toLowerCase()];
  }
  return undefined;
}

/** True for a line that matters at least so much. */
export const isAtLeast = (level: LogLevel, least: LogLevel): boolean =>
  LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(least);

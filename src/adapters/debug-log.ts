import { appendFileSync, closeSync, constants, openSync } from "node:fs";
import { dirname } from "node:path";
import { inspect } from "node:util";
import { makeFolder } from "./folders.ts";

/** A link in the log's place is not followed: its lines would go into somebody else's file. */
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/** A log file for `AVB_LOG=debug`: a line per event, written at once so that it survives a crash; mode 0600. */
export interface DebugLog {
  readonly path: string;
  write(what: string, detail?: unknown): void;
}

/** Opens the log; every line goes through `redact` first. A log that cannot be written is no reason to fail. */
export function openDebugLog(path: string, redact: (text: string) => string): DebugLog {
  return {
    path,
    write(what, detail) {
      const more = detail === undefined ? "" : ` ${shown(detail)}`;
      const line = redact(`${new Date().toISOString()} ${process.pid} ${what}${more}`);
      try {
        makeFolder(dirname(path));
        const file = openSync(path, APPEND, 0o600);
        appendFileSync(file, `${line}\n`);
        closeSync(file);
      } catch {
        return;
      }
    },
  };
}

/** An error is its stack and those of its causes: libraries hang half the program onto theirs. */
function shown(detail: unknown): string {
  if (typeof detail === "string") return detail;
  if (!(detail instanceof Error)) return inspect(detail, { depth: 4, breakLength: Number.POSITIVE_INFINITY });
  const cause = detail.cause === undefined ? "" : `\ncaused by: ${shown(detail.cause)}`;
  return `${detail.stack ?? detail.message}${cause}`;
}

import { copyFileSync, fstatSync, ftruncateSync, writeSync } from "node:fs";
import { olderLog } from "../domain/request-log.ts";

/** Milliseconds that lines are gathered for, so that a burst of requests costs few writes. */
const GATHER_MS = 25;
/** Bytes after which the log is begun anew; the last one is kept beside it. */
const LARGEST_BYTES = 4 * 1024 * 1024;
const STANDARD_ERROR = 2;

/** The server's log: standard error, which its starter leads into a file. */
export interface ServerLog {
  /** A line as it is. */
  line(text: string): void;
  /** A sentence, with the time before it. */
  say(text: string): void;
}

/** Opens the log; where the file is known, it is moved aside when it has grown large, so that two of them are the most there is. */
export function openServerLog(path: () => string | undefined): ServerLog {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const text = `${waiting.join("\n")}\n`;
    waiting = [];
    makeRoom(path());
    write(text);
  };
  const line = (text: string): void => {
    waiting.push(text);
    timer ??= setTimeout(flush, GATHER_MS).unref();
  };
  process.on("exit", flush);
  // The same holds for what a library has to say.
  process.stderr.on("error", () => {});
  return {
    line,
    say: (text) => {
      line(`${new Date().toISOString()} ${text}`);
      flush();
    },
  };
}

/** Lines that a full disk does not take are lost; whoever wrote them, in the middle of an answer, goes on. */
function write(text: string): void {
  try {
    writeSync(STANDARD_ERROR, text);
  } catch {
    return;
  }
}

/** Copies and empties: the starter's descriptor appends, so what comes next stands at the beginning. */
function makeRoom(path: string | undefined): void {
  if (path === undefined) return;
  try {
    const { size } = fstatSync(STANDARD_ERROR);
    if (size < LARGEST_BYTES) return;
    copyFileSync(path, olderLog(path));
    ftruncateSync(STANDARD_ERROR, 0);
  } catch {
    // A log that cannot be moved aside, on a full disk for one, is no reason to stop serving.
  }
}

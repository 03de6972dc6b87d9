import { readFileSync, writeFileSync } from "node:fs";

/** What Linux puts of a process into a core dump, as bits (man 5 core); a program that is started inherits it. */
const FILTER = "/proc/self/coredump_filter";
const NOTHING = "0";

let before: string | undefined;

/**
 * Keeps this process's memory out of the files that a crash leaves: on Linux a core dump has none of it then, and Node writes
 * no report and no snapshot of the heap, whatever NODE_OPTIONS asks for. Where a system has no such setting nothing happens.
 */
export function keepMemoryOutOfDumps(): void {
  const options = [process.env.NODE_OPTIONS ?? "", ...process.execArgv].join(" ");
  // Asking for `process.report` at each start would load what makes reports.
  if (/--report-/.test(options)) {
    process.report.reportOnFatalError = false;
    process.report.reportOnSignal = false;
    process.report.reportOnUncaughtException = false;
  }
  const [, signal] = /--heapsnapshot-signal[= ](SIG[A-Z0-9]+)/.exec(options) ?? [];
  if (signal !== undefined) process.removeAllListeners(signal);
  before ??= swap(NOTHING);
}

/** Starts somebody else's program, whose crashes are its own affair, with what was set before. */
export function withUsualDumps<T>(start: () => T): T {
  if (before === undefined) return start();
  swap(before);
  try {
    return start();
  } finally {
    swap(NOTHING);
  }
}

/** Sets the bits; answers those from before as text that can be written, undefined where there are none. */
function swap(bits: string): string | undefined {
  try {
    const found = `0x${readFileSync(FILTER, "latin1").trim()}`;
    writeFileSync(FILTER, bits);
    return found;
  } catch {
    return undefined;
  }
}

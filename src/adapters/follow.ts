import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Followed, Shell } from "../domain/processes.ts";

/** How long a program that was told to end may take. */
const GRACE_MS = 5000;
/** How long lines may still come from a program that has ended: what it left running may hold its streams open. */
const DRAIN_MS = 300;

/** Runs a program in a process group of its own through node's spawn, which alone makes one that can be ended as a whole (F4). */
export const follow: Shell["follow"] = async ([file, ...args], { cwd, env, timeoutMs, signal, line }) => {
  const child = spawn(file, args, { cwd, env: { ...env }, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const streams = [child.stdout, child.stderr];
  const read = Promise.all(streams.map((stream) => readLines(stream, line)));
  const ending = endingOf(child, timeoutMs, signal);
  try {
    const end = await ended(child, file);
    await Promise.race([read, new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
    return { ...end, ...ending.told() };
  } finally {
    ending.over();
    for (const stream of streams) stream.destroy();
  }
};

async function readLines(stream: Readable, line: (text: string) => void): Promise<void> {
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const text of lines) line(text);
}

function ended(child: ChildProcess, file: string): Promise<Pick<Followed, "exitCode" | "signal">> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ENOENT"
          ? AvbError.of("EXEC_NOT_FOUND", { command: file })
          : AvbError.of("COMMAND_FAILED", { command: file, why: error.code ?? error.message }),
      ),
    );
    child.once("exit", (code, by) => resolve(by === null ? { exitCode: code ?? 1 } : { signal: by }));
  });
}

/** Ends the whole group when the time is over, when the signal comes, and when avb itself leaves. */
function endingOf(child: ChildProcess, timeoutMs: number, signal: AbortSignal) {
  let late = false;
  let killing: NodeJS.Timeout | undefined;
  const send = (name: NodeJS.Signals) => groupSignal(child, name);
  const end = () => {
    send("SIGTERM");
    killing ??= setTimeout(() => send("SIGKILL"), GRACE_MS);
  };
  const leave = () => send("SIGKILL");
  const deadline = setTimeout(() => {
    late = true;
    end();
  }, timeoutMs);
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  process.once("exit", leave);
  return {
    told: (): Pick<Followed, "late"> => ({ late }),
    over: () => {
      clearTimeout(deadline);
      clearTimeout(killing);
      signal.removeEventListener("abort", end);
      process.off("exit", leave);
      // Whoever of the group outlived the order to end.
      if (killing !== undefined) send("SIGKILL");
    },
  };
}

function groupSignal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

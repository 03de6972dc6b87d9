import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { AvbError } from "../domain/errors/avb-error.ts";
import { tailOf } from "../domain/printable.ts";
import type { Shell } from "../domain/processes.ts";
import type { StartupMessage } from "../domain/sandbox-protocol.ts";
import { heard } from "../domain/told-error.ts";
import { writing } from "./file-failures.ts";

/** Starts a server of its own session through node's spawn, the only one that can hand over an IPC channel and then leave. */
export const detach: Shell["detach"] = async (script, { args, log, env, readyWithinMs, signal }) => {
  const file = await writing(log, () => open(log, "a", 0o600));
  try {
    const child = spawn(process.execPath, [script, ...args], {
      detached: true,
      stdio: ["ignore", file.fd, file.fd, "ipc"],
      env: { ...env },
    });
    const said = await firstWord(child, readyWithinMs, signal).catch(async (why: Error) => {
      child.kill("SIGKILL");
      const detail = tailOf(await readFile(log, "utf8").catch(() => ""));
      throw AvbError.of("SERVER_NOT_READY", { why: why.message, log }, { detail });
    });
    if (child.connected) child.disconnect();
    child.unref();
    if (said !== "ready") throw refusalOf(said);
    return child.pid ?? -1;
  } finally {
    await file.close();
  }
};

const refusalOf = (said: Exclude<StartupMessage, "ready">): AvbError =>
  "failed" in said ? heard(said.failed) : AvbError.of("SERVER_PORT_TAKEN", { port: String(said.taken) });

function firstWord(child: ChildProcess, withinMs: number, signal?: AbortSignal): Promise<StartupMessage> {
  const settled = new AbortController();
  return new Promise<StartupMessage>((resolve, reject) => {
    const once = { signal: settled.signal, once: true };
    const deadline = setTimeout(() => reject(new Error(`it did not answer within ${withinMs} ms`)), withinMs);
    settled.signal.addEventListener("abort", () => clearTimeout(deadline), { once: true });
    if (signal?.aborted) reject(new Error("the start was interrupted"));
    signal?.addEventListener("abort", () => reject(new Error("the start was interrupted")), once);
    child.once("message", (message) => resolve(message as StartupMessage));
    child.once("error", reject);
    child.once("exit", (code, by) => reject(new Error(`it ended with ${by ?? `status ${code}`}`)));
  }).finally(() => settled.abort());
}

import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { constants } from "node:os";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Shell } from "../domain/world.ts";

const TAIL_LINES = 20;

/** Other programs through execa; a detached server through node's own spawn, which alone can hand over an IPC channel and leave. */
export const nodeShell: Shell = {
  async run([file, ...args], { cwd, env = {}, timeoutMs = 10_000 } = {}) {
    const { execa } = await import("execa");
    const done = await execa(file, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env,
      extendEnv: false,
      preferLocal: false,
      reject: false,
      stdin: "ignore",
      timeout: timeoutMs,
    });
    if (done.failed && done.exitCode === undefined) throw failed(file, done.code ?? done.signal ?? "unknown");
    return {
      exitCode: done.exitCode ?? 1,
      stdout: done.stdout,
      stderr: done.stderr,
      ...(done.signal ? { signal: done.signal } : {}),
    };
  },

  async hand([file, ...args], { cwd, env }) {
    const { execa } = await import("execa");
    const child = execa(file, args, {
      cwd,
      env,
      extendEnv: false,
      preferLocal: false,
      reject: false,
      stdio: "inherit",
    });
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, pass);
    const done = await child;
    for (const signal of signals) process.off(signal, pass);
    if (done.exitCode === undefined && done.signal === undefined) throw failed(file, done.code ?? "unknown");
    return done.exitCode ?? 128 + (constants.signals[done.signal as NodeJS.Signals] ?? 0);
  },

  async detach(script, { args, log, env, readyWithinMs }) {
    const file = await open(log, "a", 0o600);
    try {
      const child = spawn(process.execPath, [script, ...args], {
        detached: true,
        stdio: ["ignore", file.fd, file.fd, "ipc"],
        env: { ...env },
      });
      await ready(child, readyWithinMs).catch(async (why: Error) => {
        throw AvbError.of("SERVER_NOT_READY", { why: why.message, log, tail: await tail(log) });
      });
      child.disconnect();
      child.unref();
      return child.pid ?? -1;
    } finally {
      await file.close();
    }
  },
};

const failed = (command: string, why: string) => AvbError.of("COMMAND_FAILED", { command, why });

function ready(child: ChildProcess, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`it did not answer within ${withinMs} ms`));
    }, withinMs);
    const end = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    child.once("message", end(resolve));
    child.once("error", (error) => end(() => reject(error))());
    child.once("exit", (code, signal) => end(() => reject(new Error(`it ended with ${signal ?? code}`)))());
  });
}

async function tail(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
}

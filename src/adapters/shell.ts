import { constants } from "node:os";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Shell } from "../domain/processes.ts";
import { detach } from "./detach.ts";
import { follow } from "./follow.ts";
import { withUsualDumps } from "./memory-dumps.ts";
import { relaySignals } from "./signal-relay.ts";

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
    const relay = relaySignals(process.stdin.isTTY === true);
    try {
      const { execa } = await import("execa");
      const options = {
        ...({ cwd, env, extendEnv: false, preferLocal: false, reject: false, stdio: "inherit" } as const),
        // A child that takes its time to end well is not ours to kill.
        forceKillAfterDelay: false,
      } as const;
      const child = withUsualDumps(() => execa(file, args, options));
      relay.to((signal) => child.kill(signal));
      const done = await child;
      if (done.exitCode !== undefined) return done.exitCode;
      if (done.signal !== undefined) return 128 + (constants.signals[done.signal as NodeJS.Signals] ?? 0);
      throw done.code === "ENOENT"
        ? AvbError.of("EXEC_NOT_FOUND", { command: file })
        : failed(file, done.code ?? "unknown");
    } finally {
      relay.release();
    }
  },

  follow,
  detach,
};

const failed = (command: string, why: string) => AvbError.of("COMMAND_FAILED", { command, why });

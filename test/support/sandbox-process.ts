import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxLaunch, StartupMessage } from "../../src/domain/sandbox-protocol.ts";
import { launchIn } from "./launch-file.ts";

const SERVER = join(import.meta.dirname, "../../dist/sandbox.cjs");

/** The built server as a process of its own, with a state folder of its own. */
export interface SandboxProcess {
  readonly folder: string;
  readonly launch: SandboxLaunch;
  /** Starts it; several starts share the folder. `log` is the file its standard error is added to, and which it is told of. */
  start(options?: { readonly log?: string }): StartedProcess;
  /** Ends what still runs and removes the folder. */
  remove(): Promise<void>;
}

/** One start. */
export interface StartedProcess {
  readonly child: ChildProcess;
  /** What it told its starter; undefined when it ended without a word. */
  readonly said: Promise<StartupMessage | undefined>;
  /** Its exit status (or signal) and its log, once it has ended. */
  ended(): Promise<{ readonly status: number | string | null; readonly log: string }>;
}

/** Prepares a start; `changes` overrides fields of the launch file. */
export async function sandboxProcess(changes: Partial<SandboxLaunch> = {}): Promise<SandboxProcess> {
  const folder = await mkdtemp(join(tmpdir(), "avb-process-"));
  const launch = { ...(await launchIn(folder)), ...changes };
  const path = join(folder, "launch.json");
  const children: ChildProcess[] = [];
  return {
    folder,
    launch,
    start({ log: file } = {}) {
      const told = file === undefined ? launch : { ...launch, state: { ...launch.state, log: file } };
      writeFileSync(path, JSON.stringify(told), { mode: 0o600 });
      const stderr = file === undefined ? "pipe" : openSync(file, "a");
      const child = spawn(process.execPath, [SERVER, path], { stdio: ["ignore", "ignore", stderr, "ipc"], env: {} });
      if (typeof stderr === "number") closeSync(stderr);
      children.push(child);
      const exit = once(child, "exit");
      let log = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
      const word = once(child, "message") as Promise<[StartupMessage]>;
      const said = Promise.race([word.then(([message]) => message), exit.then(() => undefined)]);
      const ended = async () => {
        const [status, signal] = (await exit) as [number | null, string | null];
        return { status: signal ?? status, log };
      };
      return { child, said, ended };
    },
    async remove() {
      for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

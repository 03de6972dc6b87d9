import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "lago-javascript-client";
import { launchIn } from "./launch-file.ts";

const SERVER = join(import.meta.dirname, "../../dist/sandbox.cjs");

/** The built server as a process that can be killed and started again on the same state. */
export interface BillingProcess {
  readonly folder: string;
  /** Starts it; with `mostKilobytes` none of its files can grow beyond that, as on a full disk. */
  start(mostKilobytes?: number): Promise<void>;
  kill(): Promise<void>;
  /** The official client, pointed at it. */
  readonly client: ReturnType<typeof Client>;
  /** The status and body; undefined where the server is gone. */
  ask(method: string, path: string, body?: object): Promise<{ status: number; text: string } | undefined>;
  remove(): Promise<void>;
}

/** Prepares a folder of its own on free ports. */
export async function billingProcess(): Promise<BillingProcess> {
  const folder = await mkdtemp(join(tmpdir(), "avb-billing-process-"));
  const launch = await launchIn(folder);
  const path = join(folder, "launch.json");
  await writeFile(path, JSON.stringify(launch), { mode: 0o600 });
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  return {
    folder,
    kill,
    client: Client(launch.billingKey, { baseUrl: `http://127.0.0.1:${launch.billingPort}/api/v1` }),
    async start(mostKilobytes) {
      const limit = mostKilobytes === undefined ? "" : `ulimit -f ${mostKilobytes}; `;
      const script = `${limit}exec "$0" "$@"`;
      child = spawn("bash", ["-c", script, process.execPath, SERVER, path], {
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      await once(child, "message");
    },
    async ask(method, route, body) {
      const answer = await fetch(`http://127.0.0.1:${launch.billingPort}/api/v1${route}`, {
        method,
        headers: { authorization: `Bearer ${launch.billingKey}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      return answer === undefined || text === undefined ? undefined : { status: answer.status, text };
    },
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

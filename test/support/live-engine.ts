import { execFile, execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { engineContainers } from "../../src/adapters/containers.ts";
import { engineConnection } from "../../src/adapters/engine-connection.ts";
import type { Containers, CreateRequest } from "../../src/domain/containers.ts";

/** The smallest image there is for containers of tests. */
export const BUSYBOX = "busybox:1.35";

/** How long a call of a test may take on a machine that does other things too. */
export const LIMITS = { timeoutMs: 20_000 } as const;

/** What this process speaks to the real engine with. */
export const liveContainers: Containers = engineContainers(
  engineConnection({ env: process.env, home: homedir(), platform: process.platform }),
);

/** docker's own client, as a second opinion. */
export const docker = (...args: readonly string[]): string => execFileSync("docker", args, { encoding: "utf8" }).trim();

const run = promisify(execFile);

/** A name for what this test makes at the engine; all of it is removed when the test has ended. */
export function ownName(): string {
  const name = `avb-test-${randomUUID().slice(0, 8)}`;
  const remove = async (list: readonly string[], verb: readonly string[]) => {
    const { stdout } = await run("docker", [...list, "--quiet", "--filter", `name=${name}`]);
    const ids = stdout.split("\n").filter(Boolean);
    if (ids.length > 0) await run("docker", [...verb, ...ids]);
  };
  onTestFinished(async () => {
    await remove(["ps", "--all"], ["rm", "--force", "--volumes"]);
    await Promise.all([remove(["network", "ls"], ["network", "rm"]), remove(["volume", "ls"], ["volume", "rm"])]);
  });
  return name;
}

/** A container of busybox that runs this, ends at once when asked, and is labelled with its own name. */
export const shell = (name: string, script: string, more: CreateRequest = {}): CreateRequest => ({
  ...{ Image: BUSYBOX, Cmd: ["sh", "-c", script], StopSignal: "SIGKILL", Labels: { "avb.test": name }, ...more },
});

/** Makes and starts such a container; answers its id. */
export async function started(name: string, script: string, more: CreateRequest = {}): Promise<string> {
  const id = await liveContainers.create(name, shell(name, script, more), LIMITS);
  await liveContainers.start(id, LIMITS);
  return id;
}
